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

test("the settings win: a file, or a name in PATH", async () => {
	const dir = await mkdtemp(path.join(tmpdir(), "tcerrlint-"));
	const before = { ...process.env };
	try {
		process.env.HOME = dir;
		process.env.PATH = path.join(dir, "bin");
		const file = await program(path.join(dir, "bin"));
		for (const named of [file, "bin/" + path.basename(file), "~/bin/" + path.basename(file), "${workspaceFolder}/bin/" + path.basename(file), path.basename(file)]) {
			assert.deepEqual(await findProgram(dir, named, ["-x"]), { command: file, args: ["lsp", "-x"] }, named);
		}
		for (const named of ["/nowhere/tcerrlint", "nowhere", "bin"]) {
			assert.equal(await findProgram(dir, named + "/x", []), undefined, named);
		}
	} finally {
		process.env = before;
	}
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
