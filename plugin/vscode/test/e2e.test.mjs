// Runs the extension in a real VS Code, in a browser. It needs a folder with
// code-server and puppeteer-core (test/prepare makes one) in TCERRLINT_VSCODE,
// chromium, and the program in TCERRLINT.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = process.env.TCERRLINT_VSCODE;
const program = process.env.TCERRLINT;
const shots = process.env.TCERRLINT_SHOTS;

function chromium() {
	for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
		try {
			return execFileSync("which", [name], { encoding: "utf8" }).trim();
		} catch {}
	}
	return "";
}

const missing = !root ? "TCERRLINT_VSCODE names no folder with code-server" : !program ? "TCERRLINT names no program" : !chromium() ? "no chromium is installed" : false;

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

/** Asks again until an answer holds, or fails with what was asked last. */
async function until(what, ask, limit = 60_000) {
	const end = Date.now() + limit;
	let last;
	while (Date.now() < end) {
		last = await ask();
		if (last) return last;
		await new Promise((r) => setTimeout(r, 400));
	}
	assert.fail(`waited for ${what} in vain`);
}

test("Problems, hover, completion and quick fix in a real VS Code", { skip: missing, timeout: 300_000 }, async (t) => {
	const dir = await mkdtemp(path.join(tmpdir(), "vscode-"));
	const module = path.join(dir, "module"), extensions = path.join(dir, "ext"), data = path.join(dir, "data");
	await cp(path.join(here, "..", "..", "..", "testdata", "example"), module, { recursive: true });
	await writeFile(path.join(module, "empty.go"), `package main

import (
	"context"

	cdn "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

func empty(ctx context.Context, client *cdn.Client, request *cdn.PurgeUrlsCacheRequest) bool {
	_, err := client.PurgeUrlsCacheWithContext(ctx, request)
	e, ok := err.(*errors.TencentCloudSDKError)
	return ok && e.Code == ""
}
`);
	await mkdir(path.join(extensions, "tcerrlint.tcerrlint-0.1.0"), { recursive: true });
	for (const name of ["out", "walkthrough", "package.json", "package.nls.json", "package.nls.zh-cn.json"]) {
		await cp(path.join(here, "..", name), path.join(extensions, "tcerrlint.tcerrlint-0.1.0", name), { recursive: true });
	}
	await mkdir(path.join(data, "User"), { recursive: true });
	await writeFile(path.join(data, "User", "settings.json"), JSON.stringify({
		"tcerrlint.path": program, "security.workspace.trust.enabled": false, "workbench.startupEditor": "none",
		"editor.hover.delay": 100, "telemetry.telemetryLevel": "off", "files.autoSave": "off", "workbench.tips.enabled": false,
	}));
	const port = await freePort();
	const server = spawn(path.join(root, "node_modules", ".bin", "code-server"), [
		"--auth", "none", "--bind-addr", `127.0.0.1:${port}`, "--extensions-dir", extensions, "--user-data-dir", data, "--disable-telemetry", "--disable-update-check", module,
	], { env: { ...process.env, GOFLAGS: "-mod=mod", GOWORK: "off" } });
	let log = "";
	server.stdout.on("data", (d) => (log += d));
	server.stderr.on("data", (d) => (log += d));
	t.after(() => server.kill());
	await until("code-server", () => log.includes("HTTP server listening"), 60_000).catch(() => assert.fail(log));

	const { default: puppeteer } = createRequire(path.join(root, "package.json"))("puppeteer-core");
	const launch = puppeteer ?? createRequire(path.join(root, "package.json"))("puppeteer-core");
	const browser = await launch.launch({ executablePath: chromium(), headless: true, args: ["--no-sandbox", "--window-size=1280,800"], defaultViewport: { width: 1280, height: 800 } });
	t.after(() => browser.close());
	const page = await browser.newPage();
	const shot = async (name) => shots && (await mkdir(shots, { recursive: true }), await page.screenshot({ path: path.join(shots, `${name}.png`) }));
	const press = async (...keys) => {
		for (const key of keys.slice(0, -1)) await page.keyboard.down(key);
		await page.keyboard.press(keys.at(-1));
		for (const key of keys.slice(0, -1).reverse()) await page.keyboard.up(key);
	};
	const pick = async (text, ...keys) => { // in the box that keys open, as soon as the editor takes them
		await until("the box of " + keys.join("+") + log.slice(-1500), async () => {
			await shot("last");
			await press(...keys);
			return page.waitForSelector(".quick-input-box input", { visible: true, timeout: 2500 }).catch(() => null);
		});
		await page.keyboard.type(text, { delay: 20 });
		await until(`"${text}" in the list`, () => page.evaluate((t) => [...document.querySelectorAll(".quick-input-list .monaco-list-row")].some((r) => r.textContent.includes(t.split(":")[0])), text));
		await page.keyboard.press("Enter");
	};
	const has = (text) => page.evaluate((t) => document.body.innerText.includes(t), text);

	page.on("console", (m) => (log += m.text() + "\n"));
	page.on("requestfailed", (r) => (log += r.url() + " failed\n"));
	await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(module)}`);
	await until("the workbench", () => page.$(".monaco-workbench"));
	await pick("purge.go", "Control", "p");
	await until("the file", async () => (await shot("last"), page.$(".view-line")));

	await press("Control", "Shift", "m");
	await until("the finding in Problems", () => has("did you mean \"AuthFailure.SignatureExpire\""));
	await shot("problems");

	await pick("28:12", "Control", "g");
	// The word of the code, in the editor.
	const word = await until("the code", () => page.evaluateHandle(() => [...document.querySelectorAll(".view-line span span")].find((s) => s.textContent.includes("SignatureExpired"))).then((h) => h.asElement()));
	const box = await word.boundingBox();
	await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 });
	await until("the hover", () => has("AuthFailure.SignatureExpired"));
	await until("what the hover says of the finding", () => page.$(".monaco-hover:not(.hidden)"));
	await shot("hover");

	await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
	await press("Control", ".");
	await until("the quick fix", () => has("Replace with \"AuthFailure.SignatureExpire\""));
	await shot("quickfix");
	await new Promise((r) => setTimeout(r, 500)); // the menu takes keys once it has faded in
	await page.keyboard.press("Enter");
	const lines = () => page.evaluate(() => [...document.querySelectorAll(".view-line")].map((l) => l.textContent.replaceAll("\u00a0", " ")).join("\n"));
	await until("the fix", async () => (await lines()).includes('"AuthFailure.SignatureExpire":'));
	await press("Control", "s");
	const file = path.join(module, "purge.go");
	await until("the saved file", async () => (await readFile(file, "utf8")).includes('"AuthFailure.SignatureExpire"'), 20_000);

	await pick("empty.go", "Control", "p");
	await until("the other file", async () => (await lines()).includes("func empty("));
	await pick("13:26", "Control", "g"); // inside ""
	await page.keyboard.type("Internal", { delay: 60 });
	await until("completion of codes", async () => {
		await shot("last");
		const rows = await page.evaluate(() => [...document.querySelectorAll(".suggest-widget .monaco-list-row")].map((r) => r.textContent ?? ""));
		if (rows.some((text) => text.includes("InternalError.Cdn"))) return true;
		await press("Control", "Space");
		return false;
	});
	await shot("completion");
});
