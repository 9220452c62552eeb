import * as path from "node:path";

import * as vscode from "vscode";
import { ExecuteCommandRequest, LanguageClient, RevealOutputChannelOn, State, type LanguageClientOptions } from "vscode-languageclient/node";

import { findProgram, go, modulePath } from "./binary";

const { t } = vscode.l10n;

let client: LanguageClient | undefined;
let output: vscode.LogOutputChannel;
let status: vscode.LanguageStatusItem;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
	output = vscode.window.createOutputChannel("tcerrlint", { log: true });
	status = vscode.languages.createLanguageStatusItem("tcerrlint", { language: "go" });
	status.name = "tcerrlint";
	status.command = { command: "tcerrlint.showLogs", title: t("Logs") };
	context.subscriptions.push(
		output,
		status,
		vscode.commands.registerCommand("tcerrlint.restart", restart),
		vscode.commands.registerCommand("tcerrlint.showLogs", () => output.show()),
		vscode.commands.registerCommand("tcerrlint.fixAll", fixAll),
		vscode.commands.registerCommand("tcerrlint.install", install),
		vscode.commands.registerCommand("tcerrlint.report", report),
		vscode.workspace.onDidGrantWorkspaceTrust(restart),
		vscode.workspace.onDidChangeConfiguration((e) => {
			// The server asks for the others itself.
			if (["enable", "path", "args"].some((key) => e.affectsConfiguration(`tcerrlint.${key}`))) void restart();
		}),
	);
	await start();
}

export async function deactivate(): Promise<void> {
	await stop();
}

/** The folder in which the go command is asked: the one that is open, or that of the open file. */
function folder(): string | undefined {
	const open = vscode.workspace.workspaceFolders?.[0]?.uri;
	if (open !== undefined) return open.fsPath;
	const file = vscode.window.activeTextEditor?.document.uri;
	return file?.scheme === "file" ? path.dirname(file.fsPath) : undefined;
}

function say(text: string, severity = vscode.LanguageStatusSeverity.Information, busy = false): void {
	status.text = text;
	status.severity = severity;
	status.busy = busy;
}

/** Tells whether the server runs: commands that need it are offered only then. */
function setRunning(running: boolean): void {
	void vscode.commands.executeCommand("setContext", "tcerrlint.running", running);
}

async function start(): Promise<void> {
	const settings = vscode.workspace.getConfiguration("tcerrlint");
	const dir = folder();
	if (!settings.get<boolean>("enable", true)) return say(t("off: the setting tcerrlint.enable says so"));
	if (dir === undefined) return say(t("off: no folder is open"));
	if (!vscode.workspace.isTrusted) return say(t("off: the workspace is not trusted"), vscode.LanguageStatusSeverity.Warning);
	say(t("looking for the program"), vscode.LanguageStatusSeverity.Information, true);
	const configured = settings.get<string>("path", "");
	const program = await findProgram(dir, configured, settings.get<string[]>("args", []));
	if (program === undefined) {
		say(t("not installed"), vscode.LanguageStatusSeverity.Error);
		void offer(configured); // the editor need not wait for the answer
		return;
	}
	output.info(`starts ${program.command} ${program.args.join(" ")}`);
	const options: LanguageClientOptions = {
		documentSelector: [{ language: "go", scheme: "file" }],
		outputChannel: output,
		revealOutputChannelOn: RevealOutputChannelOn.Never,
	};
	const started = new LanguageClient("tcerrlint", "tcerrlint", { command: program.command, args: program.args, options: { cwd: dir } }, options);
	client = started;
	started.onDidChangeState((e) => {
		if (client !== started) return;
		setRunning(e.newState === State.Running);
		if (e.newState === State.Running) say(t("running"));
		if (e.newState === State.Stopped) say(t("stopped"), vscode.LanguageStatusSeverity.Error);
	});
	try {
		await started.start();
	} catch (error) {
		say(t("does not start"), vscode.LanguageStatusSeverity.Error);
		output.error(String(error));
		void complain(t("tcerrlint does not start: {0}", program.command));
	}
}

async function stop(): Promise<void> {
	const stopped = client;
	client = undefined;
	setRunning(false);
	if (stopped !== undefined && stopped.state !== State.Stopped) await stopped.dispose();
}

async function restart(): Promise<void> {
	await stop();
	await start();
}

/** Tells what is wrong, with the logs at hand. */
async function complain(text: string): Promise<void> {
	const logs = t("Show the Logs");
	if ((await vscode.window.showErrorMessage(text, logs)) === logs) output.show();
}

/** Says why there is no program, and offers to install it, which the extension does not hold. */
async function offer(configured: string): Promise<void> {
	const yes = t("Install"), settings = t("Open the Settings");
	const text =
		configured === ""
			? t("tcerrlint is not installed: it is no tool of the module, and not in GOBIN, GOPATH/bin or PATH.")
			: t('The setting tcerrlint.path names "{0}", which cannot be run.', configured);
	const answers = configured === "" ? [yes, settings] : [settings];
	const answer = await vscode.window.showWarningMessage(text, ...answers);
	if (answer === yes) await install();
	if (answer === settings) await vscode.commands.executeCommand("workbench.action.openSettings", "tcerrlint.path");
}

async function install(): Promise<void> {
	if ((await go(folder() ?? ".", "version")) === undefined) {
		const how = t("How to Install Go");
		const answer = await vscode.window.showErrorMessage(t("Go builds tcerrlint, and there is no go command in PATH."), how);
		if (answer === how) await vscode.env.openExternal(vscode.Uri.parse("https://go.dev/doc/install"));
		return;
	}
	const task = new vscode.Task(
		{ type: "tcerrlint" },
		vscode.TaskScope.Workspace,
		"go install",
		"tcerrlint",
		new vscode.ProcessExecution("go", ["install", `${modulePath}@latest`]),
	);
	const running = await vscode.tasks.executeTask(task);
	const ended = vscode.tasks.onDidEndTaskProcess(async (e) => {
		if (e.execution !== running) return;
		ended.dispose();
		if (e.exitCode === 0) return restart();
		await vscode.window.showErrorMessage(t("tcerrlint was not installed; the terminal says why."));
	});
}

/** Applies the fixes that are certain, in the file of the editor. */
async function fixAll(): Promise<void> {
	const editor = vscode.window.activeTextEditor;
	if (editor?.document.languageId !== "go") return;
	await vscode.commands.executeCommand("editor.action.codeAction", { kind: "source.fixAll.tcerrlint", apply: "first" });
}

/** Shows what the server tells of itself, for a report of a bug. */
async function report(): Promise<void> {
	const text = await client?.sendRequest(ExecuteCommandRequest.type, { command: "tcerrlint.debugInformation" });
	if (typeof text !== "string") return;
	await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: text }));
}
