// Finds the program to run. Nothing here knows the editor, so that tests can use it.
import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import * as path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What to start: a program and its arguments. */
export interface Program {
	command: string;
	args: string[];
}

/** The module path of the program, as go.mod and go install name it. */
export const modulePath = "github.com/tcerrlint/tcerrlint/cmd/tcerrlint";

const executable = process.platform === "win32" ? "tcerrlint.exe" : "tcerrlint";

/** Asks the go command in a folder; undefined where it fails or is not there. */
async function go(folder: string, ...args: string[]): Promise<string | undefined> {
	try {
		const { stdout } = await run("go", args, { cwd: folder, timeout: 60_000 });
		return stdout.trim();
	} catch {
		return undefined;
	}
}

async function canRun(file: string): Promise<boolean> {
	try {
		await access(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** Reports whether the module of a folder has the program among its tools. */
async function isTool(folder: string): Promise<boolean> {
	const tools = await go(folder, "tool");
	return tools !== undefined && tools.split("\n").some((line) => line.trim() === modulePath);
}

/**
 * Finds the program for a folder: the one of the settings, the module's own tool,
 * then GOBIN, GOPATH/bin and PATH. Undefined if there is none.
 */
export async function findProgram(folder: string, configured: string, extra: string[]): Promise<Program | undefined> {
	const args = ["lsp", ...extra];
	if (configured !== "") return { command: configured, args };
	if (await isTool(folder)) return { command: "go", args: ["tool", "tcerrlint", ...args] };
	const [gobin = "", gopath = ""] = ((await go(folder, "env", "GOBIN", "GOPATH")) ?? "").split("\n");
	const folders = [gobin, ...gopath.split(path.delimiter).filter(Boolean).map((p) => path.join(p, "bin")), ...(process.env["PATH"] ?? "").split(path.delimiter)];
	for (const dir of folders.filter(Boolean)) {
		const file = path.join(dir, executable);
		if (await canRun(file)) return { command: file, args };
	}
	return undefined;
}
