"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const MOST = 300; // rows that are drawn
const KINDS = [["public", 1], ["product", 2], ["client", 4], ["dropped", 8], ["undocumented", 16]];

const TEXTS = {
	en: {
		title: "Tencent Cloud error codes", other: "中文", placeholder: "code, service or action", all: "all services",
		about: (d) => `${d.codes.length} codes, ${d.services.filter((s) => s.c.length).length} services, as of ${d.date}, SDK ${d.release}`,
		count: (n, drawn) => (n > drawn ? `first ${drawn} of ${n}` : `${n} found`),
		keys: "/ searches, ↑ ↓ or j k move, Enter opens, Esc clears", kind: "Kind", meaning: "Category", advice: "What to do",
		official: "Official page (Chinese)", constant: "Constant in the Go SDK", actions: "Actions that document it", codes: "Codes",
		codesOf: "Codes that it documents; it may answer public ones too", none: "none", version: "Version of the API", service: "Service",
		public: "public: any API may answer it", product: "documented by a service", client: "made by the SDK itself, not answered",
		dropped: (v) => `no longer in the SDK; last in ${v}`, undocumented: "answered, but documented nowhere", action: "action", isService: "service",
	},
	zh: {
		title: "腾讯云错误码", other: "English", placeholder: "错误码、服务或接口", all: "所有服务",
		about: (d) => `${d.codes.length} 个错误码，${d.services.filter((s) => s.c.length).length} 个服务，截至 ${d.date}，SDK ${d.release}`,
		count: (n, drawn) => (n > drawn ? `共 ${n} 条，显示前 ${drawn} 条` : `共 ${n} 条`),
		keys: "/ 搜索，↑ ↓ 或 j k 移动，Enter 打开，Esc 清除", kind: "类别", meaning: "大类", advice: "如何处理",
		official: "官方说明", constant: "Go SDK 中的常量", actions: "文档列出它的接口", codes: "错误码",
		codesOf: "该接口文档列出的错误码（公共错误码也可能返回）", none: "无", version: "API 版本", service: "服务",
		public: "公共错误码：任何接口都可能返回", product: "业务错误码：见于某个服务的列表", client: "由 SDK 自身产生，并非接口返回",
		dropped: (v) => `SDK 中已移除，最后见于 ${v}`, undocumented: "确会返回，但未见于文档", action: "接口", isService: "服务",
	},
};

// Rows: a code, an action of a service, or a service.
const servicesOf = data.codes.map(() => []);
const rows = data.codes.map((c, id) => ({ kind: "code", id, text: c.c }));
data.services.forEach((s, i) => {
	s.c.forEach((id) => servicesOf[id].push(i));
	rows.push({ kind: "service", id: i, text: s.n });
	for (const name of Object.keys(s.a)) rows.push({ kind: "action", id: i, text: name });
});
for (const row of rows) row.low = row.text.toLowerCase();

let view = { q: "", service: "", lang: navigator.language.startsWith("zh") ? "zh" : "en", open: "" };
let found = [], at = 0;

const key = (row) => row.kind + ":" + (row.kind === "action" ? data.services[row.id].n + "/" : "") + row.text;
const rowOf = (name) => rows.find((row) => key(row) === name);

function matches(row, words, service) {
	if (service >= 0 && !(row.kind === "code" ? servicesOf[row.id].includes(service) : row.id === service)) return false;
	return words.every((w) => row.low.includes(w));
}

// rank puts first what is the query, then what begins with it.
function rank(row, q) {
	if (row.low === q) return 0;
	return row.low.startsWith(q) ? 1 : 2;
}

function search() {
	const q = view.q.trim().toLowerCase(), words = q.split(/\s+/).filter(Boolean);
	const service = data.services.findIndex((s) => s.n === view.service);
	found = words.length || service >= 0 ? rows.filter((row) => matches(row, words, service)) : rows.slice(0, data.codes.length);
	if (q) found = found.map((row, i) => [rank(row, q), i, row]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((x) => x[2]);
	at = 0;
}

function element(name, text, className) {
	const e = document.createElement(name);
	if (text) e.textContent = text;
	if (className) e.className = className;
	return e;
}

function draw() {
	const t = TEXTS[view.lang];
	document.documentElement.lang = view.lang;
	document.title = t.title;
	for (const e of document.querySelectorAll("[data-text]")) e.textContent = t[e.dataset.text];
	$("about").textContent = t.about(data);
	$("lang").textContent = t.other;
	$("query").placeholder = t.placeholder;
	$("query").setAttribute("aria-label", t.placeholder);
	$("query").value = view.q;
	const select = $("service");
	select.setAttribute("aria-label", t.service);
	select.replaceChildren(new Option(t.all, ""), ...data.services.map((s) => new Option(s.n, s.n)));
	select.value = view.service;
	drawResults();
	drawDetail();
}

function drawResults() {
	const t = TEXTS[view.lang];
	$("results").replaceChildren(...found.slice(0, MOST).map((row, i) => {
		const li = element("li", row.text, row.kind === "code" && data.codes[row.id].k & 8 ? "old" : "");
		li.setAttribute("role", "option");
		li.setAttribute("aria-selected", i === at);
		const note = row.kind === "action" ? `${t.action} · ${data.services[row.id].n}` : row.kind === "service" ? t.isService : "";
		if (note) li.append(element("small", note));
		li.onclick = () => { at = i; open(row); };
		return li;
	}));
	$("count").textContent = t.count(found.length, Math.min(MOST, found.length));
}

function link(row, text) {
	const a = element("a", text || row.text);
	a.href = "#" + new URLSearchParams({ ...view, open: key(row) });
	return a;
}

function drawDetail() {
	const box = $("detail"), row = rowOf(view.open);
	box.replaceChildren();
	if (!row) return;
	box.append(element("h2", row.text, "code"));
	const list = element("dl");
	const add = (term, ...values) => {
		const dd = element("dd");
		dd.append(...(values.length ? values : [TEXTS[view.lang].none]));
		list.append(element("dt", term), dd);
	};
	({ code: drawCode, action: drawAction, service: drawService })[row.kind](row, add);
	box.append(list);
}

function drawCode(row, add) {
	const t = TEXTS[view.lang], code = data.codes[row.id], name = row.text.split(".")[0], category = data.categories[name];
	for (const [kind, bit] of KINDS) if (code.k & bit) add(t.kind, kind === "dropped" ? t.dropped(code.d) : t[kind]);
	if (category) {
		add(t.meaning, `${name}: ${category.meaning[view.lang]}`);
		add(t.advice, category.advice[view.lang]);
	}
	if (code.o) add(t.official, code.o);
	for (const i of servicesOf[row.id]) {
		const s = data.services[i];
		add(t.service, link({ kind: "service", id: i, text: s.n }));
		add(t.constant, element("span", `${s.n}.${(s.o || {})[row.id] || row.text.toUpperCase().replaceAll(".", "_")}`, "code"));
		const lists = new Set(s.l.flatMap((ids, n) => (ids.includes(row.id) ? [n] : [])));
		const actions = Object.keys(s.a).filter((a) => lists.has(s.a[a]));
		if (actions.length) add(t.actions, ...actions.map((text) => link({ kind: "action", id: i, text })));
	}
}

function drawAction(row, add) {
	const t = TEXTS[view.lang], s = data.services[row.id];
	add(t.service, link({ kind: "service", id: row.id, text: s.n }));
	add(t.codesOf, ...s.l[s.a[row.text]].map((id) => link(rows[id])));
}

function drawService(row, add) {
	const t = TEXTS[view.lang], s = data.services[row.id];
	if (s.v) add(t.version, s.v);
	add(`${t.codes} (${s.c.length})`, ...s.c.map((id) => link(rows[id])));
	add(`${t.action} (${Object.keys(s.a).length})`, ...Object.keys(s.a).map((text) => link({ kind: "action", id: row.id, text })));
}

// The address holds the view.
function remember() {
	const kept = Object.fromEntries(Object.entries(view).filter(([, v]) => v));
	history.replaceState(null, "", "#" + new URLSearchParams(kept));
}

function open(row) {
	view.open = key(row);
	remember();
	drawResults();
	drawDetail();
}

function restore() {
	const kept = new URLSearchParams(location.hash.slice(1));
	for (const name of Object.keys(view)) if (kept.has(name)) view[name] = kept.get(name);
	if (!TEXTS[view.lang]) view.lang = "en";
	search();
	draw();
}

function ask(change) {
	Object.assign(view, change);
	remember();
	search();
	drawResults();
}

function move(step) {
	at = Math.max(0, Math.min(Math.min(MOST, found.length) - 1, at + step));
	drawResults();
	$("results").children[at]?.scrollIntoView({ block: "nearest" });
}

$("query").oninput = (e) => ask({ q: e.target.value });
$("service").onchange = (e) => ask({ service: e.target.value });
$("lang").onclick = () => { view.lang = view.lang === "en" ? "zh" : "en"; remember(); draw(); };
document.querySelector("form").onsubmit = (e) => e.preventDefault();
addEventListener("hashchange", restore);
addEventListener("keydown", (e) => {
	if (e.ctrlKey || e.metaKey || e.altKey) return;
	const typing = e.target === $("query"), choosing = e.target === $("service");
	const acts = {
		ArrowDown: () => move(1), ArrowUp: () => move(-1),
		Enter: () => found[at] && open(found[at]),
		Escape: () => { $("query").value = ""; ask({ q: "" }); },
		...(typing ? {} : { "/": () => $("query").focus(), j: () => move(1), k: () => move(-1) }),
	};
	if (!acts[e.key] || choosing || (e.key === "Enter" && e.target.closest("a, button"))) return;
	e.preventDefault();
	acts[e.key]();
});
restore();
