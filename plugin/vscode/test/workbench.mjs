// A real VS Code with the extension, in a browser.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const extension = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const root = process.env.TCERRLINT_VSCODE;
const shots = process.env.TCERRLINT_SHOTS;

/** The program under test. */
export const program = process.env.TCERRLINT;

function chromium() {
	for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
		try {
			return execFileSync("which", [name], { encoding: "utf8" }).trim();
		} catch {}
	}
	return "";
}

/** Why nothing can be run here, or false. */
export const missing = !root ? "TCERRLINT_VSCODE names no folder with code-server" : !program ? "TCERRLINT names no program" : !chromium() ? "no chromium is installed" : false;

/** Asks again until an answer holds, or fails with what was waited for. */
export async function until(what, ask, limit = 60_000) {
	const end = Date.now() + limit;
	while (Date.now() < end) {
		const answer = await ask();
		if (answer) return answer;
		await pause(200);
	}
	assert.fail(`waited for ${what} in vain`);
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function freePort() {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
}

/** Copies the module of the example to a folder of its own, with other files besides. */
export async function example(t, files = {}) {
	const dir = await mkdtemp(path.join(tmpdir(), "vscode-"));
	t.after(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));
	const module = path.join(dir, "module");
	await cp(path.join(extension, "..", "..", "testdata", "example"), module, { recursive: true });
	for (const [name, text] of Object.entries(files)) await writeFile(path.join(module, name), text);
	return module;
}

async function install(extensions) {
	const to = path.join(extensions, "tcerrlint.tcerrlint-0.1.0");
	await mkdir(to, { recursive: true });
	for (const name of ["out", "l10n", "walkthrough", "README.md", "package.json", "package.nls.json", "package.nls.zh-cn.json"]) {
		await cp(path.join(extension, name), path.join(to, name), { recursive: true });
	}
}

/** Opens a folder; both the editor and the browser end with the test. */
export async function open(t, folder, settings, env = {}) {
	const dir = path.dirname(folder);
	const extensions = path.join(dir, "ext"), data = path.join(dir, "data");
	await install(extensions);
	await mkdir(path.join(data, "User"), { recursive: true });
	// The editor notices at once what changes in the folder.
	const configure = async (more) => {
		await mkdir(path.join(folder, ".vscode"), { recursive: true });
		await writeFile(path.join(folder, ".vscode", "settings.json"), JSON.stringify(more));
	};
	await writeFile(path.join(data, "User", "settings.json"), JSON.stringify({
		"security.workspace.trust.enabled": false, "workbench.startupEditor": "none", "telemetry.telemetryLevel": "off",
		"files.autoSave": "off", "workbench.tips.enabled": false, "editor.minimap.enabled": false, "workbench.layoutControl.enabled": false,
		...settings,
	}));
	const port = await freePort();
	const server = spawn(path.join(root, "node_modules", ".bin", "code-server"), [
		"--auth", "none", "--bind-addr", `127.0.0.1:${port}`, "--extensions-dir", extensions, "--user-data-dir", data, "--disable-telemetry", "--disable-update-check", folder,
	], { env: { ...process.env, GOFLAGS: "-mod=mod", GOWORK: "off", TCERRLINT_CACHE: "off", ...env } });
	let log = "";
	server.stdout.on("data", (d) => (log += d));
	server.stderr.on("data", (d) => (log += d));
	t.after(() => server.kill());
	await until("code-server", () => log.includes("HTTP server listening")).catch(() => assert.fail(log));

	const { launch } = createRequire(path.join(root, "package.json"))("puppeteer-core");
	const size = { width: 1100, height: 700 };
	const browser = await launch({ executablePath: chromium(), headless: true, args: ["--no-sandbox", `--window-size=${size.width},${size.height}`], defaultViewport: size });
	t.after(() => browser.close());
	const page = await browser.newPage();
	await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}`);
	await until("the workbench", () => page.$(".monaco-workbench"));
	return new Workbench(page, configure);
}

/** What a person does and sees. */
class Workbench {
	constructor(page, configure) {
		this.page = page;
		this.configure = configure;
	}

	/** Keeps a picture, where somebody wants pictures. */
	async shot(name) {
		if (!shots) return;
		await mkdir(shots, { recursive: true });
		await this.page.screenshot({ path: path.join(shots, `${name}.png`) });
	}

	/** Presses keys together. */
	async press(...keys) {
		for (const key of keys.slice(0, -1)) await this.page.keyboard.down(key);
		await this.page.keyboard.press(keys.at(-1));
		for (const key of keys.slice(0, -1).reverse()) await this.page.keyboard.up(key);
	}

	type(text) {
		return this.page.keyboard.type(text, { delay: 30 });
	}

	/** The text of what a selector finds, of which invisible parts are none. */
	text(selector) {
		return this.page.evaluate((s) => [...document.querySelectorAll(s)].filter((e) => e.offsetParent !== null || getComputedStyle(e).position === "fixed").map((e) => e.innerText.replaceAll("\u00a0", " ")).join("\n"), selector);
	}

	/** Waits until a text is on the page, or in what a selector finds. */
	see(text, selector = "body", limit = undefined) {
		return until(`"${text}" in ${selector}`, async () => (await this.text(selector)).includes(text), limit);
	}

	/** The lines of the editor in order. */
	lines() {
		return this.page.evaluate(() => [...document.querySelectorAll(".editor-instance .view-line")].sort((a, b) => a.offsetTop - b.offsetTop).map((l) => l.textContent.replaceAll("\u00a0", " ")).join("\n"));
	}

	/** Types into the box that keys open, once the editor takes them. */
	async box(text, ...keys) {
		await until("the box of " + keys.join("+"), async () => {
			await this.press(...keys);
			return this.page.waitForSelector(".quick-input-box input", { visible: true, timeout: 2500 }).catch(() => null);
		});
		await this.type(text);
	}

	async openFile(name) {
		await this.box(name, "Control", "p");
		await this.see(name, ".quick-input-list .monaco-list-row");
		await this.page.keyboard.press("Enter");
		await this.see(name, ".tab.active");
		await until("the text of " + name, async () => (await this.lines()) !== "");
	}

	/** Puts the cursor at a text of the file on the disk, at the bar in it. */
	async goTo(source, part) {
		const [before, after] = part.split("|");
		const at = source.indexOf(before + after);
		assert.notEqual(at, -1, part);
		const above = source.slice(0, at + before.length).split("\n");
		const place = `${above.length}:${above.at(-1).length + 1}`;
		await this.box(place, "Control", "g");
		await this.see(`line ${above.length}`, ".quick-input-list .monaco-list-row");
		await this.page.keyboard.press("Enter");
		await this.see(`Ln ${above.length},`, ".statusbar");
	}

	/** Runs a command of the palette, once it is there. */
	async command(title, picture) {
		await this.box(`>${title}`, "Control", "p");
		await this.see(title, ".quick-input-list .monaco-list-row");
		if (picture) await this.shot(picture);
		await this.page.keyboard.press("Enter");
	}

	/** What the pop-up at the cursor says. */
	async hover() {
		await this.press("Control", "k");
		await this.press("Control", "i");
		await this.page.waitForSelector(".monaco-hover:not(.hidden)", { visible: true, timeout: 10_000 });
		return () => this.text(".monaco-hover:not(.hidden)");
	}

	/** Opens the list of what can be done at the cursor, and waits for an entry. */
	async actions(title) {
		await until(`"${title}" in the list of actions`, async () => {
			await this.press("Control", ".");
			await pause(700);
			if ((await this.text(".action-widget")).includes(title)) return true;
			await this.page.keyboard.press("Escape");
			return false;
		});
	}

	/** Chooses from that list. */
	async choose(title) {
		const row = await this.page.evaluateHandle((t) => [...document.querySelectorAll(".action-widget .monaco-list-row")].find((r) => r.innerText.replaceAll("\u00a0", " ").includes(t)), title);
		await row.asElement().click();
	}
}
