// Where the program is looked for.
import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";

import binary from "../out/binary.js";

const { findProgram } = binary;

async function program(dir) {
	await mkdir(dir, { recursive: true });
	const file = path.join(dir, process.platform === "win32" ? "tcerrlint.exe" : "tcerrlint");
	await writeFile(file, "#!/bin/sh\n");
	await chmod(file, 0o755);
	return file;
}

test("the settings win", async () => {
	assert.deepEqual(await findProgram(tmpdir(), "/opt/tcerrlint", ["-x"]), { command: "/opt/tcerrlint", args: ["lsp", "-x"] });
});

test("GOBIN comes before PATH, and nothing is found where nothing is", async () => {
	const dir = await mkdtemp(path.join(tmpdir(), "tcerrlint-"));
	const before = { ...process.env };
	try {
		process.env.GOBIN = path.join(dir, "gobin");
		process.env.GOPATH = path.join(dir, "gopath");
		process.env.GOFLAGS = "-mod=mod";
		assert.equal((await findProgram(dir, "", []))?.command.startsWith(dir), undefined);
		const inPath = await program(path.join(dir, "bin"));
		process.env.PATH = `${process.env.PATH}${path.delimiter}${path.join(dir, "bin")}`;
		assert.equal((await findProgram(dir, "", [])).command, inPath);
		const inGobin = await program(process.env.GOBIN);
		assert.equal((await findProgram(dir, "", [])).command, inGobin);
	} finally {
		process.env = before;
	}
});
