// Uses the extension in a real VS Code, in a browser, as a person does. It needs a
// folder with code-server and puppeteer-core (test/prepare makes one) in
// TCERRLINT_VSCODE, chromium, and the program in TCERRLINT. Pictures of what is
// tested go to TCERRLINT_SHOTS.
import { readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";

import { example, missing, open, pause, program, until } from "./workbench.mjs";

const empty = `package main

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
`;

const many = `package main

import (
	"context"
	"errors"

	cdn "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

var errClock = errors.New("the clock of this machine is wrong")

// push reports whether it is worth trying again.
func push(ctx context.Context, client *cdn.Client, request *cdn.PushUrlsCacheRequest) (again bool, _ error) {
	_, err := client.PushUrlsCacheWithContext(ctx, request)
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false, err
	}
	switch e.Code {
	case "AuthFailure.SignatureExpired":
		return false, errClock
	case "InternalError.CdnDbEror", "InternalError.CdnSystemEror":
		return true, err
	}
	return false, err
}
`;

test("a real VS Code", { skip: missing, timeout: 400_000 }, async (t) => {
	const module = await example(t, { "empty.go": empty, "many.go": many });
	const vs = await open(t, module, { "tcerrlint.path": program });
	const source = (name) => readFile(path.join(module, name), "utf8");
	const save = async (name, text) => {
		await vs.press("Control", "s");
		await until(`${text} in the saved ${name}`, async () => (await source(name)).includes(text), 20_000);
	};
	const at = async (name, part) => {
		await vs.openFile(name);
		await vs.goTo(await source(name), part);
	};

	const step = (name, body) => t.test(name, () => body().catch(async (error) => {
		await vs.shot("failed: " + name);
		throw error;
	}));

	await step("Problems lists the findings", async () => {
		await vs.openFile("purge.go");
		await vs.press("Control", "Shift", "m");
		await vs.see('did you mean "AuthFailure.SignatureExpire"', ".markers-panel");
		await vs.shot("problems");
		await vs.press("Control", "Shift", "m");
		await vs.press("Control", "j"); // closes the panel
		await pause(500);
	});

	await step("hover explains a code, and the one that a misspelled code may be", async () => {
		await at("purge.go", 'case "Request|LimitExceeded",');
		let said = await vs.hover();
		await until("what the category means", async () => (await said()).includes("too many requests in a short time"));
		await until("the advice", async () => (await said()).includes("back off: try again later"));
		await until("who answers it", async () => /services: \d+: af,/.test(await said()));
		await vs.shot("hover");
		await vs.page.keyboard.press("Escape");
		await at("purge.go", '"AuthFailure.|SignatureExpired"');
		said = await vs.hover();
		await until("the finding", async () => (await said()).includes("is not a Tencent Cloud error code"));
		await until("the code that is meant", async () => (await said()).includes("stop: a person must act"));
		await vs.shot("hover-misspelled");
		await vs.page.keyboard.press("Escape");
	});

	await step("a quick fix mends a code", async () => {
		await at("purge.go", '"AuthFailure.|SignatureExpired"');
		await vs.actions('Replace with "AuthFailure.SignatureExpire"');
		await vs.shot("quickfix");
		await vs.choose('Replace with "AuthFailure.SignatureExpire"');
		await until("the fix", async () => (await vs.lines()).includes('"AuthFailure.SignatureExpire":'));
		await save("purge.go", '"AuthFailure.SignatureExpire":');
	});

	await step("a finding is ignored with a reason, on which the cursor is", async () => {
		const ignore = async () => {
			await at("instance.go", 'Contains("Limit|Exceeded"');
			await vs.actions("Ignore swappedargs here, with a reason");
			await vs.choose("Ignore swappedargs here, with a reason");
			await until("the directive", async () => (await vs.lines()).includes("//tcerrlint:ignore swappedargs reason"));
			await vs.see("(6 selected)", ".statusbar", 10_000);
		};
		// VS Code lost the selection in 2 of 20 runs, of which none could be repeated.
		await ignore().catch(async () => {
			await vs.press("Control", "z");
			await ignore();
		});
		await vs.shot("ignore");
		await vs.type("an example of a mistake");
		await until("the reason", async () => (await vs.lines()).includes("//tcerrlint:ignore swappedargs an example of a mistake"));
		await save("instance.go", "//tcerrlint:ignore swappedargs an example of a mistake\n");
	});

	await step("cases are added for missing categories", async () => {
		await at("domain.go", "switch |sdkErr.Code");
		await vs.actions("Add cases for AuthFailure");
		await vs.shot("cases");
		await vs.choose("Add cases for AuthFailure");
		await until("the cases", async () => (await vs.lines()).includes('case "AuthFailure'));
		await vs.shot("cases-added");
		await save("domain.go", 'case "AuthFailure');
	});

	await step("completion offers what the called service answers", async () => {
		await at("empty.go", 'e.Code == "|"');
		await vs.type("Internal");
		await until("completion of codes", async () => {
			const offered = await vs.text(".suggest-widget .monaco-list-row");
			if (offered.includes("InternalError.CdnDbError") && offered.includes("cdn.INTERNALERROR_CDNDBERROR")) return true;
			await vs.press("Control", "Space");
			return pause(500);
		});
		await vs.shot("completion");
		await vs.page.keyboard.press("Escape");
		await vs.type("Error.CdnDbError");
		await save("empty.go", '"InternalError.CdnDbError"');
	});

	await step("a string becomes the SDK's constant, and the other way round", async () => {
		await at("empty.go", '"InternalError.|CdnDbError"');
		await vs.page.keyboard.press("Escape");
		await vs.actions("Replace with cdn.INTERNALERROR_CDNDBERROR");
		await vs.shot("constant");
		await vs.choose("Replace with cdn.INTERNALERROR_CDNDBERROR");
		await until("the constant", async () => (await vs.lines()).includes("e.Code == cdn.INTERNALERROR_CDNDBERROR"));
		await save("empty.go", "cdn.INTERNALERROR_CDNDBERROR");
		await at("empty.go", "cdn.INTERNALERROR|_CDNDBERROR");
		await vs.actions('Replace with "InternalError.CdnDbError"');
		await vs.choose('Replace with "InternalError.CdnDbError"');
		await until("the string", async () => (await vs.lines()).includes('e.Code == "InternalError.CdnDbError"'));
	});

	await step("all of a file is mended at once", async () => {
		await vs.openFile("many.go");
		const findings = () => vs.page.evaluate(() => document.querySelectorAll(".squiggly-error").length);
		await until("three findings", async () => (await findings()) === 3);
		await vs.command("tcerrlint: Fix All in This File", "fixall-command");
		await until("all fixes", async () => {
			const lines = await vs.lines();
			return ['"AuthFailure.SignatureExpire"', '"InternalError.CdnDbError"', '"InternalError.CdnSystemError"'].every((code) => lines.includes(code));
		});
		await until("a file without findings", async () => (await findings()) === 0);
		await vs.shot("fixall");
		await save("many.go", '"InternalError.CdnDbError"');
	});

	await step("a code lens tells what becomes of the categories, once the settings ask for it", async () => {
		await vs.openFile("purge.go");
		await vs.configure({ "tcerrlint.codeLens": true });
		await vs.see("RequestLimitExceeded: ", ".codelens-decoration");
		await vs.shot("codelens");
	});

	await step("the whole folder is checked when a person asks", async () => {
		const shown = vs.page.waitForFunction(() => document.querySelector(".statusbar").innerText.includes("tcerrlint: checking the workspace"), { polling: "mutation", timeout: 30_000 });
		await vs.command("tcerrlint: Check All Packages");
		await shown;
		await vs.shot("progress");
	});
});

test("a real VS Code without the program", { skip: missing, timeout: 120_000 }, async (t) => {
	const module = await example(t);
	const vs = await open(t, module, {});
	await vs.openFile("purge.go");
	await vs.see("tcerrlint is not installed", ".notifications-toasts");
	await vs.see("Install", ".notifications-toasts .monaco-button");
	await pause(1000); // it slides in
	await vs.shot("not-installed");
	await vs.configure({ "tcerrlint.path": "/nowhere/tcerrlint" });
	await vs.see('The setting tcerrlint.path names "/nowhere/tcerrlint", which cannot be run.', ".notifications-toasts");
});
