import * as vscode from "vscode";
import { LanguageClient, RevealOutputChannelOn, State, type LanguageClientOptions } from "vscode-languageclient/node";

import { findProgram, modulePath } from "./binary";

let client: LanguageClient | undefined;
let output: vscode.LogOutputChannel;
let status: vscode.LanguageStatusItem;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
	output = vscode.window.createOutputChannel("tcerrlint", { log: true });
	status = vscode.languages.createLanguageStatusItem("tcerrlint", { language: "go" });
	status.name = "tcerrlint";
	status.command = { command: "tcerrlint.showLogs", title: vscode.l10n.t("Logs") };
	context.subscriptions.push(
		output,
		status,
		vscode.commands.registerCommand("tcerrlint.restart", restart),
		vscode.commands.registerCommand("tcerrlint.showLogs", () => output.show()),
		vscode.commands.registerCommand("tcerrlint.fixAll", fixAll),
		vscode.commands.registerCommand("tcerrlint.install", install),
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

/** The folder in which the go command is asked. */
function folder(): string | undefined {
	return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
}

function say(text: string, severity = vscode.LanguageStatusSeverity.Information, busy = false): void {
	status.text = text;
	status.severity = severity;
	status.busy = busy;
}

async function start(): Promise<void> {
	const settings = vscode.workspace.getConfiguration("tcerrlint");
	const dir = folder();
	if (!settings.get<boolean>("enable", true) || dir === undefined) return say("off");
	if (!vscode.workspace.isTrusted) return say(vscode.l10n.t("off: the workspace is not trusted"), vscode.LanguageStatusSeverity.Warning);
	say(vscode.l10n.t("looking for the program"), vscode.LanguageStatusSeverity.Information, true);
	const program = await findProgram(dir, settings.get<string>("path", ""), settings.get<string[]>("args", []));
	if (program === undefined) {
		say(vscode.l10n.t("not installed"), vscode.LanguageStatusSeverity.Error);
		return offer();
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
		if (e.newState === State.Running) say(vscode.l10n.t("running"));
		if (e.newState === State.Stopped) say(vscode.l10n.t("stopped"), vscode.LanguageStatusSeverity.Error);
	});
	try {
		await started.start();
	} catch (error) {
		say(vscode.l10n.t("does not start"), vscode.LanguageStatusSeverity.Error);
		output.error(String(error));
	}
}

async function stop(): Promise<void> {
	const stopped = client;
	client = undefined;
	if (stopped !== undefined && stopped.state !== State.Stopped) await stopped.dispose();
}

async function restart(): Promise<void> {
	await stop();
	await start();
}

/** Asks whether to install the program, which the extension does not hold. */
async function offer(): Promise<void> {
	const yes = vscode.l10n.t("Install");
	const answer = await vscode.window.showWarningMessage(vscode.l10n.t("tcerrlint is not installed on this machine."), yes);
	if (answer === yes) await install();
}

async function install(): Promise<void> {
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
		if (e.exitCode === 0) await restart();
	});
}

/** Applies the fixes that are certain, in the file of the editor. */
async function fixAll(): Promise<void> {
	const editor = vscode.window.activeTextEditor;
	if (editor?.document.languageId !== "go") return;
	await vscode.commands.executeCommand("editor.action.codeAction", { kind: "source.fixAll.tcerrlint", apply: "first" });
}
