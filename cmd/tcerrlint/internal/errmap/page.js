"use strict";
// Draws the map from the data in the page. Everything in the data is text of a
// program that anyone may have written: it goes into text nodes and attributes,
// never into markup.

const data = JSON.parse(document.getElementById("data").textContent);
const text = (i) => data.texts[i];
const FATES = ["swallowed", "retried", "stopped", "success", "unknown", "logged", "surfaced", "handled"];
const CATEGORIES = data.categories.map(([name, forbidden]) => ({ name, forbidden }));
const SERVICES = new Map(data.services.map(([name, complete, categories]) => [name, { complete, categories }]));
const PAGE = 200; // calls of a group that are drawn at once
const FEW = 60; // calls that are shown without being asked for, or twice as many that were filtered

// element makes an element; attributes that are functions listen to clicks.
function element(tag, attributes, ...children) {
	const e = tag === "svg" || tag === "path" ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
	for (const [name, value] of Object.entries(attributes || {})) {
		if (typeof value === "function") e.addEventListener(name, value);
		else if (value !== undefined && value !== false) e.setAttribute(name, value === true ? "" : value);
	}
	e.append(...children.filter((c) => c !== null && c !== undefined && c !== ""));
	return e;
}

const place = ([file, line, column]) => ({ file: text(file), line, column });
const nameOf = (p) => p.file + ":" + p.line;
const plural = (n, word) => n.toLocaleString("en") + " " + word + (n === 1 ? "" : "s");

// calls are the calls as the page needs them, the worst first.
const calls = data.calls.map(([name, services, pkg, fn, at, source, tests, uses, cells], index) => {
	const call = {
		index, name: text(name), services: services.map(text), package: text(pkg), function: text(fn),
		place: place(at), source: text(source), raw: { tests, uses, cells },
	};
	call.id = nameOf(call.place) + ":" + call.place.column;
	call.cells = CATEGORIES.map((category) => {
		const cell = cells.find(([c]) => text(c) === category.name);
		if (!cell) return null;
		const [, ends] = cell;
		const kinds = new Set(ends.map(([fate]) => fate));
		return { fate: text(ends[0][0]), forbidden: ends[0][1], others: kinds.size - 1 };
	});
	call.words = [call.name, call.services.join(" "), call.package, call.function, nameOf(call.place),
		...tests.map(([, by, codes]) => text(by) + " " + codes.map(text).join(" "))].join("\n").toLowerCase();
	call.rank = call.cells.map(rank);
	return call;
});

// rank says how bad a mark is: 0 is worst. The calls come in the order of the
// worst, so it is needed for one category alone.
function rank(cell) {
	if (!cell) return 99;
	const i = FATES.indexOf(cell.fate);
	if (cell.forbidden) return i;
	return i + (cell.fate === "retried" || cell.fate === "stopped" ? FATES.length + 1 : FATES.length / 2);
}

const prefix = commonPrefix(calls.map((c) => c.package));

function commonPrefix(paths) {
	if (new Set(paths).size < 2) return "";
	let shared = paths[0].split("/").slice(0, -1);
	for (const path of paths) {
		const parts = path.split("/");
		let i = 0;
		while (i < shared.length && i < parts.length - 1 && shared[i] === parts[i]) i++;
		shared = shared.slice(0, i);
	}
	return shared.length ? shared.join("/") + "/" : "";
}

// What is shown. It lives in the address, so that a view can be shared:
// #swallowed&AuthFailure=retried&q=cdn&by=service&sort=place&call=FILE:LINE:COLUMN
const state = { fates: new Set(), q: "", by: "package", sort: "worst", call: "" };
const opened = new Map(); // groups that somebody opened or closed
const drawn = new Map(); // how many calls of a group are drawn

function decode(s) {
	try { return decodeURIComponent(s); } catch { return ""; }
}

function readAddress() {
	Object.assign(state, { fates: new Set(), q: "", by: "package", sort: "worst", call: "" });
	for (const part of location.hash.slice(1).split("&")) {
		const at = part.indexOf("=");
		const [name, value] = at < 0 ? [decode(part)] : [decode(part.slice(0, at)), decode(part.slice(at + 1))];
		if (value === undefined && FATES.includes(name)) state.fates.add("any=" + name);
		else if (CATEGORIES.some((c) => c.name === name) && FATES.includes(value)) state.fates.add(name + "=" + value);
		else if (name === "q" || name === "call") state[name] = value || "";
		else if (name === "by" && ["package", "service", "none"].includes(value)) state.by = value;
		else if (name === "sort" && (["worst", "name", "place"].includes(value) || CATEGORIES.some((c) => c.name === value))) state.sort = value;
	}
}

function writeAddress() {
	const parts = [...state.fates].map((f) => f.replace(/^any=/, ""));
	const add = (name, usual) => { if (state[name] !== usual) parts.push(name + "=" + encodeURIComponent(state[name]).replace(/%2F/g, "/").replace(/%3A/g, ":")); };
	add("q", ""); add("by", "package"); add("sort", "worst"); add("call", "");
	history.replaceState(null, "", parts.length ? "#" + parts.join("&") : location.pathname + location.search);
}

function matches(call) {
	if (state.q && !state.q.toLowerCase().split(/\s+/).every((word) => call.words.includes(word))) return false;
	if (state.fates.size === 0) return true;
	return CATEGORIES.some((category, i) => {
		const cell = call.cells[i];
		return cell && (state.fates.has("any=" + cell.fate) || state.fates.has(category.name + "=" + cell.fate));
	});
}

// The summary: how many calls meet which fate, for each category. Each count is
// a filter.
function drawSummary() {
	const toggle = (key) => () => {
		if (!state.fates.delete(key)) state.fates.add(key);
		opened.clear();
		update();
	};
	const counted = calls.filter((c) => !state.q || state.q.toLowerCase().split(/\s+/).every((word) => c.words.includes(word)));
	const button = (key, fate, n, forbidden, label) => element("td", null, element("button", {
		type: "button", class: fate + (forbidden && n ? " forbidden" : ""), "aria-pressed": String(state.fates.has(key)),
		"aria-label": label + " " + fate + ": " + plural(n, "call") + (forbidden ? ", against the policy" : ""),
		disabled: n === 0 && !state.fates.has(key), click: toggle(key), "data-key": key,
	}, element("b", null, n ? n.toLocaleString("en") : "–")));
	const row = (label, count, forbidden, key, attributes) => element("tr", attributes,
		element("th", { scope: "row" }, label),
		...FATES.map((fate) => button(key + "=" + fate, fate, count(fate), forbidden.includes(fate), label)));
	const table = element("table", null,
		element("thead", null, element("tr", null, element("td"), ...FATES.map((fate) => element("th", { scope: "col" }, element("button", {
			type: "button", class: fate + " fate", click: toggle("any=" + fate), "aria-pressed": String(state.fates.has("any=" + fate)), "aria-label": "any category " + fate,
		}, fate))))),
		element("tbody", null,
			...CATEGORIES.map((category, i) => row(category.name, (fate) => counted.filter((c) => c.cells[i] && c.cells[i].fate === fate).length, category.forbidden, category.name)),
			row("any of them", (fate) => counted.filter((c) => c.cells.some((cell) => cell && cell.fate === fate)).length, [], "any", { class: "any" })));
	replace("summary", table);
}

// replace puts new contents into an element, and the focus back to where it was.
function replace(id, ...children) {
	const parent = document.getElementById(id);
	const focused = parent.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
	parent.replaceChildren(...children);
	if (focused === undefined) return;
	for (const e of parent.querySelectorAll("[data-key]")) {
		if (e.dataset.key === focused) return e.focus({ preventScroll: true });
	}
}

function mark(cell, category) {
	if (!cell) return element("span", { class: "mark", title: category.name + ": the service does not answer it" });
	const label = category.name + " " + cell.fate + (cell.forbidden ? ", against the policy" : "") + (cell.others ? ", other ways end otherwise" : "");
	return element("span", { class: "mark " + cell.fate + (cell.forbidden ? " forbidden" : ""), title: label, "aria-label": label },
		cell.fate, cell.others ? element("sup", { "aria-hidden": "true" }, "+" + cell.others) : null);
}

// The strip of a group: a column a call, a row a category. One path a fate and
// shape keeps it light with thousands of calls.
const STEP = 8;
function strip(list) {
	const room = document.getElementById("groups").clientWidth, narrow = matchMedia("(max-width: 52rem)").matches;
	const wide = Math.max(8, Math.min(list.length, Math.floor(room * (narrow ? 0.9 : 0.63) / STEP)));
	const bank = CATEGORIES.length * STEP + 5;
	const height = Math.ceil(list.length / wide) * bank - 5;
	const paths = new Map();
	list.forEach((call, n) => call.cells.forEach((cell, i) => {
		if (!cell) return;
		const x = (n % wide) * STEP, y = Math.floor(n / wide) * bank + i * STEP;
		const hollow = !cell.forbidden && ["unknown", "success", "swallowed"].includes(cell.fate);
		const shape = cell.forbidden ? `M${x} ${y}h7v7h-7z` : hollow ? `M${x + 1} ${y + 1}h5v5h-5z` : `M${x + 2} ${y + 2.5}h3v2h-3z`;
		const key = cell.fate + (hollow ? " hollow" : "");
		paths.set(key, (paths.get(key) || "") + shape);
	}));
	const svg = element("svg", { class: "strip", width: wide * STEP, height, viewBox: `0 0 ${wide * STEP} ${height}`, "aria-hidden": "true" },
		...[...paths].map(([kind, d]) => element("path", { class: kind, d })));
	const under = (event) => {
		const box = svg.getBoundingClientRect(), scale = wide * STEP / box.width;
		const column = Math.floor((event.clientX - box.left) * scale / STEP), line = Math.floor((event.clientY - box.top) * scale / bank);
		return column < wide ? list[line * wide + column] : undefined;
	};
	svg.addEventListener("mousemove", (event) => {
		const call = under(event);
		const title = call ? call.name + ", " + call.function + ", " + nameOf(call.place) : "";
		if (svg.parentNode.title !== title) svg.parentNode.title = title;
	});
	svg.addEventListener("click", (event) => {
		const call = under(event);
		if (call) { event.stopPropagation(); show(call); }
	});
	return svg;
}

function link(p) {
	if (!data.link) return null;
	const encode = (s) => s.split("/").map(encodeURIComponent).join("/");
	const abs = /^([/\\]|[A-Za-z]:)/.test(p.file) ? p.file : data.root + "/" + p.file;
	return data.link.replace(/\{(file|abs|line|column)\}/g, (_, name) => ({ file: encode(p.file), abs: encode(abs), line: p.line, column: p.column })[name]);
}

function placeOf(p) {
	const name = nameOf(p), href = link(p);
	return element("span", { class: "place mono" }, href ? element("a", { href, target: "_blank", rel: "noopener noreferrer" }, name) : name);
}

function copyButton(what) {
	return element("button", { type: "button", class: "copy", title: "Copy " + what, click: (event) => {
		const button = event.currentTarget, done = () => { button.textContent = "copied"; setTimeout(() => { button.textContent = "copy"; }, 1200); };
		if (navigator.clipboard) navigator.clipboard.writeText(what).then(done, () => {});
	} }, "copy");
}

// detail draws what is under a call: the way of its error.
function detail(call) {
	const first = element("section", null, element("h3", null, "Call"),
		call.source ? element("code", { class: "source" }, call.source) : null,
		element("div", null, placeOf(call.place), " ", copyButton(nameOf(call.place)), element("span", { class: "soft" }, " in "), element("span", { class: "mono" }, call.function)),
		element("div", { class: "soft mono" }, call.package));
	const main = element("div", { class: "rest" });
	if (call.raw.tests.length) {
		main.append(element("section", null, element("h3", null, "Tests that the error meets"), element("ul", null, ...call.raw.tests.map(([at, by, codes, open, source]) => element("li", null,
			text(source) ? element("code", { class: "source" }, text(source)) : null,
			element("div", null, placeOf(place(at)), text(by) ? element("span", { class: "soft" }, " by ") : null, text(by) ? element("span", { class: "mono" }, text(by)) : null, " "),
			element("div", null, ...chips(codes.map(text)), open ? element("span", { class: "soft" }, "and codes that are not known") : null))))));
	}
	if (call.raw.uses.length) {
		main.append(element("section", null, element("h3", null, "Logged, stored or passed on"), element("ul", null, ...call.raw.uses.map(([at, how]) =>
			element("li", null, element("span", { class: "mono" }, text(how)), " ", placeOf(place(at)))))));
	}
	main.append(...codesOf(call));
	const fates = element("div", { class: "fates" });
	for (const [names, ends, more] of ways(call)) {
		fates.append(element("section", null, element("h3", null, names.join(", ")),
			...ends.map(way), more ? element("p", { class: "soft" }, "and other ways, none of them worse") : null));
	}
	return element("div", { class: "detail" }, first, fates, main);
}

function chips(list) {
	const few = list.slice(0, 24).map((code) => element("span", { class: "chip mono" }, code));
	return list.length > 24 ? [...few, element("span", { class: "soft" }, "and " + (list.length - 24) + " more")] : few;
}

// ways puts together the categories that end in the same ways.
function ways(call) {
	const groups = new Map();
	for (const [category, ends, more] of call.raw.cells) {
		const key = JSON.stringify([ends.map(([fate, forbidden, , why, path]) => [fate, forbidden, why, path]), ends.map(([, , codes]) => codes.length > 0 && codes)]);
		if (!groups.has(key)) groups.set(key, [[], ends, more]);
		groups.get(key)[0].push(text(category));
	}
	return groups.values();
}

function way([fate, forbidden, codes, why, path]) {
	const kind = text(fate);
	return element("div", { class: "end " + kind },
		element("div", null, element("span", { class: "mark " + kind + (forbidden ? " forbidden" : "") }, kind), " ",
			element("span", { class: "about" }, text(why) || (forbidden ? "against the policy" : ""))),
		codes.length ? element("div", null, ...chips(codes.map(text))) : null,
		element("ol", { class: "path" }, ...path.map(([fn, how, at, caller]) => element("li", null,
			caller ? element("span", null, element("span", { class: "soft" }, "to "), element("span", { class: "mono" }, text(fn)), " ", placeOf(place(caller)), element("span", { class: "soft" }, ", ")) : null,
			text(how), " ", placeOf(place(at))))));
}

// codesOf lists the codes that the services of a call may answer.
function codesOf(call) {
	return call.services.map((name) => {
		const service = SERVICES.get(name);
		if (!service) return element("section", null, element("h3", null, "Codes of " + name), element("p", { class: "soft" }, "not known"));
		const critical = new Set(CATEGORIES.map((c) => c.name));
		const sorted = [...service.categories].sort((a, b) => critical.has(text(b[0])) - critical.has(text(a[0])));
		const all = sorted.reduce((n, [, codes]) => n + codes.length, 0);
		return element("section", { class: "codes" }, element("h3", null, "Codes that " + name + " may answer"),
			service.complete ? null : element("p", { class: "soft" }, "its list is not complete"),
			element("details", null, element("summary", null, plural(all, "code") + " in " + (sorted.length === 1 ? "1 category" : sorted.length + " categories")),
				...sorted.map(([category, codes]) => element("details", null,
					element("summary", null, critical.has(text(category)) ? element("b", null, text(category)) : text(category), element("span", { class: "soft" }, " " + codes.length)),
					...codes.map((code) => element("span", { class: "mono" }, text(code)))))));
	});
}

function row(call) {
	const open = state.call === call.id;
	const button = element("button", { type: "button", class: "call", "aria-expanded": String(open), "data-key": call.id, "data-row": true, click: () => {
		state.call = state.call === call.id ? "" : call.id;
		update();
	} },
		element("span", { class: "name mono" }, call.name, " ", element("small", null, call.services.join(" "))),
		element("span", { class: "where" }, element("span", { class: "mono" }, call.function), " ", element("span", null, nameOf({ ...call.place, file: call.place.file.split("/").pop() }))),
		element("span", { class: "marks" }, ...CATEGORIES.map((category, i) => mark(call.cells[i], category))));
	return open ? [button, detail(call)] : [button];
}

function groupsOf(list) {
	const groups = new Map();
	for (const call of list) {
		const keys = state.by === "package" ? [call.package] : state.by === "service" ? [call.services.join(" ") || "not known"] : ["all calls"];
		for (const key of keys) {
			if (!groups.has(key)) groups.set(key, []);
			groups.get(key).push(call);
		}
	}
	if (state.sort !== "worst") return groups;
	const bad = (list) => list.reduce((n, call) => n + call.cells.filter((cell) => cell && cell.forbidden).length, 0);
	return new Map([...groups].sort((a, b) => bad(b[1]) - bad(a[1])));
}

function sorted(list) {
	const at = CATEGORIES.findIndex((c) => c.name === state.sort);
	const orders = {
		worst: (a, b) => a.index - b.index,
		name: (a, b) => a.name.localeCompare(b.name) || a.index - b.index,
		place: (a, b) => a.place.file.localeCompare(b.place.file) || a.place.line - b.place.line,
	};
	return [...list].sort(at >= 0 ? (a, b) => a.rank[at] - b.rank[at] || a.index - b.index : orders[state.sort]);
}

function update() {
	writeAddress();
	drawSummary();
	const shown = sorted(calls.filter(matches));
	const groups = groupsOf(shown);
	const filtered = state.q !== "" || state.fates.size > 0;
	const usual = shown.length <= (filtered ? 2 * FEW : FEW) || state.by === "none";
	const isOpen = (key, list) => opened.has(key) ? opened.get(key) : usual || list.some((c) => c.id === state.call);
	let every = true;
	const parts = [...groups].map(([key, list]) => {
		const open = isOpen(key, list);
		every = every && open;
		const rest = open ? groupRows(key, list) : [];
		if (state.by === "none") return element("div", { class: "group" }, ...rest);
		const services = new Set(list.flatMap((c) => c.services));
		const about = state.by === "service" ? new Set(list.map((c) => c.package)) : services;
		const list1 = [...about].slice(0, 4).map((s) => s.startsWith(prefix) ? s.slice(prefix.length) : s).join(" ") + (about.size > 4 ? " and " + (about.size - 4) + " more" : "");
		return element("div", { class: "group" }, element("button", { type: "button", class: "head", "aria-expanded": String(open), "data-key": "group " + key, "data-row": true, click: () => { opened.set(key, !open); update(); } },
			element("span", { class: "name" }, element("span", { class: "title mono" }, state.by === "package" && key.startsWith(prefix) ? key.slice(prefix.length) : key), " ",
				element("span", { class: "count" }, plural(list.length, "call") + (list1 && list1 !== key ? " · " + list1 : ""))),
			element("span", { class: "calls-strip" }, strip(list))), ...rest);
	});
	replace("groups", ...parts);
	const status = document.getElementById("status");
	status.textContent = calls.length === 0 ? "" : filtered ? plural(shown.length, "call") + " of " + calls.length.toLocaleString("en") : plural(groups.size, state.by === "service" ? "service" : "package");
	if (!filtered && state.by === "none") status.textContent = "";
	const fold = document.getElementById("fold");
	fold.textContent = every ? "Close all" : "Open all";
	fold.hidden = state.by === "none" || shown.length === 0;
	fold.onclick = () => { for (const key of groups.keys()) opened.set(key, !every); update(); };
	const empty = document.getElementById("empty");
	empty.hidden = shown.length > 0;
	empty.textContent = shown.length > 0 ? "" : calls.length === 0 ? "No call of the Tencent Cloud API was found in these packages." : "No call matches. Press Esc to clear the filter.";
	document.getElementById("columns").hidden = shown.length === 0;
	for (const id of ["summary", "legend", "controls", "keys"]) document.getElementById(id).hidden = calls.length === 0;
	for (const [id, value] of [["q", state.q], ["by", state.by], ["sort", state.sort]]) {
		const input = document.getElementById(id);
		if (input.value !== value) input.value = value;
	}
}

function groupRows(key, list) {
	const at = list.findIndex((c) => c.id === state.call);
	const n = Math.max(drawn.get(key) || PAGE, at + 1);
	const box = element("div", { class: "calls" }, ...list.slice(0, n).flatMap(row));
	if (list.length > n) {
		box.append(element("button", { type: "button", class: "more", "data-key": "more " + key, click: () => { drawn.set(key, n + 5 * PAGE); update(); } }, "Show " + plural(list.length - n, "call") + " more"));
	}
	return [box];
}

// show opens a call and brings it into view.
function show(call) {
	state.call = call.id;
	for (const key of [call.package, call.services.join(" ")]) opened.delete(key);
	update();
	scrollToCall();
}

function scrollToCall() {
	for (const e of document.querySelectorAll(".call[aria-expanded=true]")) e.scrollIntoView({ block: "center" });
}

// The columns sort, too.
function drawColumns() {
	document.getElementById("columns").style.setProperty("--categories", CATEGORIES.length);
	document.getElementById("groups").style.setProperty("--categories", CATEGORIES.length);
	replace("columns", element("span", null, "Call"), element("span", null, "Function, place"), ...CATEGORIES.map((c) => element("span", { class: "category" }, ...breakable(c.name))));
	document.getElementById("sort").append(...CATEGORIES.map((c) => element("option", { value: c.name }, c.name)));
	const services = new Set(calls.flatMap((c) => c.services)), packages = new Set(calls.map((c) => c.package));
	document.getElementById("about").textContent = plural(calls.length, "call") + " of the Tencent Cloud API, " + plural(services.size, "service") + ", " + plural(packages.size, "package");
}

// breakable lets a line end between the words of a category.
function breakable(name) {
	return name.split(/(?<=[a-z])(?=[A-Z])/).flatMap((word, i) => i ? [element("wbr"), word] : [word]);
}

function move(by) {
	const rows = [...document.querySelectorAll("[data-row]")];
	const at = rows.indexOf(document.activeElement);
	const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
	if (next) next.focus();
}

document.addEventListener("keydown", (event) => {
	const typing = event.target.matches("input, select");
	if (event.key === "Escape") {
		Object.assign(state, { fates: new Set(), q: "", call: "" });
		opened.clear();
		update();
	} else if (event.ctrlKey || event.metaKey || event.altKey || typing) {
		if (event.key === "Enter" && typing) { event.preventDefault(); move(1); }
	} else if (event.key === "/") {
		event.preventDefault();
		document.getElementById("q").focus();
	} else if (event.key === "j" || event.key === "ArrowDown" && event.target.matches("[data-row]")) {
		event.preventDefault();
		move(1);
	} else if (event.key === "k" || event.key === "ArrowUp" && event.target.matches("[data-row]")) {
		event.preventDefault();
		move(-1);
	}
});
document.getElementById("q").addEventListener("input", (event) => { state.q = event.target.value.trim(); opened.clear(); update(); });
document.getElementById("by").addEventListener("change", (event) => { state.by = event.target.value; opened.clear(); update(); });
document.getElementById("sort").addEventListener("change", (event) => { state.sort = event.target.value; update(); });
document.getElementById("controls").addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", () => { readAddress(); update(); scrollToCall(); });

readAddress();
drawColumns();
update();
scrollToCall();
