// Finds the program to run. Nothing here knows the editor, so that tests can use it.
import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { homedir } from "node:os";
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
export async function go(folder: string, ...args: string[]): Promise<string | undefined> {
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

/** Returns the first of some folders' files of a name that can be run. */
async function firstIn(folders: string[], name: string): Promise<string | undefined> {
	for (const dir of folders.filter(Boolean)) {
		const file = path.join(dir, name);
		if (await canRun(file)) return file;
	}
	return undefined;
}

function pathFolders(): string[] {
	return (process.env["PATH"] ?? "").split(path.delimiter);
}

/** Reports whether the module of a folder has the program among its tools. */
async function isTool(folder: string): Promise<boolean> {
	const tools = await go(folder, "tool");
	return tools !== undefined && tools.split("\n").some((line) => line.trim() === modulePath);
}

/**
 * Finds what the settings name: a file, in which ~ is the home and
 * ${workspaceFolder} the folder, or a program in PATH.
 */
async function findConfigured(folder: string, configured: string): Promise<string | undefined> {
	const named = configured.replaceAll("${workspaceFolder}", folder).replace(/^~(?=[/\\]|$)/, homedir());
	if (path.basename(named) === named) return firstIn(pathFolders(), named);
	const file = path.resolve(folder, named);
	return (await canRun(file)) ? file : undefined;
}

/**
 * Finds the program for a folder: the one that the settings name or, if they name
 * none, the module's own tool, then GOBIN, GOPATH/bin and PATH. Undefined if there
 * is none.
 */
export async function findProgram(folder: string, configured: string, extra: string[]): Promise<Program | undefined> {
	const args = ["lsp", ...extra];
	if (configured !== "") {
		const command = await findConfigured(folder, configured);
		return command === undefined ? undefined : { command, args };
	}
	if (await isTool(folder)) return { command: "go", args: ["tool", "tcerrlint", ...args] };
	const [gobin = "", gopath = ""] = ((await go(folder, "env", "GOBIN", "GOPATH")) ?? "").split("\n");
	const bins = gopath.split(path.delimiter).filter(Boolean).map((p) => path.join(p, "bin"));
	const command = await firstIn([gobin, ...bins, ...pathFolders()], executable);
	return command === undefined ? undefined : { command, args };
}
