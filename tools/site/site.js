// The search: every word must be in a section; headings count more than text.
(function () {
	"use strict";
	const box = document.getElementById("search"), list = document.getElementById("found");
	const root = document.body.dataset.root;
	let chosen = -1;

	function score(section, words) {
		const heading = section.h.toLowerCase(), page = section.p.toLowerCase(), text = section.t.toLowerCase();
		let sum = 0;
		for (const word of words) {
			const one = (heading === word ? 40 : 0) + (heading.includes(word) ? 20 : 0) + (page.includes(word) ? 8 : 0) + Math.min(6, text.split(word).length - 1);
			if (one === 0) return 0;
			sum += one;
		}
		return sum;
	}

	function marked(text, words) {
		const at = Math.min(...words.map((w) => text.toLowerCase().indexOf(w)).filter((i) => i >= 0));
		const from = isFinite(at) ? Math.max(0, at - 50) : 0;
		const part = document.createElement("small");
		let rest = (from > 0 ? "…" : "") + text.slice(from, from + 160);
		while (rest) {
			const found = words.map((w) => [rest.toLowerCase().indexOf(w), w]).filter(([i]) => i >= 0).sort((a, b) => a[0] - b[0])[0];
			if (!found) break;
			part.append(rest.slice(0, found[0]));
			const m = document.createElement("mark");
			m.textContent = rest.slice(found[0], found[0] + found[1].length);
			part.append(m);
			rest = rest.slice(found[0] + found[1].length);
		}
		part.append(rest);
		return part;
	}

	function show() {
		const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
		list.replaceChildren();
		chosen = -1;
		list.hidden = words.length === 0;
		if (list.hidden) return;
		const best = (window.sections || []).map((s) => [score(s, words), s]).filter(([n]) => n > 0).sort((a, b) => b[0] - a[0]).slice(0, 12);
		for (const [, s] of best) {
			const a = document.createElement("a");
			a.href = root + s.u;
			a.append(s.h === s.p ? s.p : s.p + " › " + s.h, marked(s.t, words));
			const li = document.createElement("li");
			li.append(a);
			list.append(li);
		}
		if (best.length === 0) list.append(Object.assign(document.createElement("li"), { textContent: document.body.dataset.none }));
	}

	function choose(step) {
		const items = [...list.querySelectorAll("a")];
		if (items.length === 0) return;
		chosen = (chosen + step + items.length) % items.length;
		items.forEach((a, i) => a.parentNode.classList.toggle("chosen", i === chosen));
		items[chosen].scrollIntoView({ block: "nearest" });
	}

	box.addEventListener("input", show);
	box.addEventListener("keydown", (e) => {
		if (e.key === "ArrowDown") choose(1);
		else if (e.key === "ArrowUp") choose(-1);
		else if (e.key === "Escape") { box.value = ""; show(); box.blur(); }
		else if (e.key === "Enter") {
			e.preventDefault();
			const a = list.querySelectorAll("a")[Math.max(0, chosen)];
			if (a) { a.click(); list.hidden = true; }
		} else return;
		if (e.key !== "Enter") e.preventDefault();
	});
	document.addEventListener("keydown", (e) => {
		if (e.key === "/" && e.target === document.body) { e.preventDefault(); box.focus(); }
	});
	document.addEventListener("click", (e) => { if (!list.contains(e.target) && e.target !== box) list.hidden = true; });
	const asked = new URLSearchParams(location.search).get("q");
	if (asked) { box.value = asked; show(); }
})();
