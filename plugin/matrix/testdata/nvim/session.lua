-- A session of Neovim with "tcerrlint lsp", as docs/editors.md sets it up: prints
-- the diagnostics of purge.go, what hover, completion and the code lens say, what
-- a command returns, applies the quick fix and writes the file.
local command, root = vim.env.TCERRLINT, vim.env.ROOT
local function say(text) io.stdout:write(text .. "\n") end
local function fail(text)
  say(text)
  vim.cmd("cquit 1")
end

local function session()
  vim.cmd("edit " .. root .. "/purge.go")
  local client = vim.lsp.start_client({
    name = "tcerrlint",
    cmd = { command, "lsp" },
    root_dir = root,
    settings = { tcerrlint = { codeLens = true, language = "zh" } },
    on_init = function(started) -- newer ones do so themselves
      started.notify("workspace/didChangeConfiguration", { settings = started.config.settings })
    end,
  })
  vim.lsp.buf_attach_client(0, client)
  local function ours()
    return vim.tbl_filter(function(d) return d.source == "tcerrlint" and d.code == "unknowncode" end, vim.diagnostic.get(0))
  end
  -- Newer ones ask for diagnostics when they draw, which none does without a screen.
  local function pulled()
    if #ours() == 0 and vim.lsp.diagnostic.on_diagnostic then
      vim.lsp.buf_request(0, "textDocument/diagnostic", { textDocument = vim.lsp.util.make_text_document_params() })
    end
  end
  if not vim.wait(60000, function() pulled(); return #ours() == 1 end, 50) then
    fail("no diagnostics")
  end
  local d = ours()[1]
  say(string.format("purge.go:%d:%d: %s", d.lnum + 1, d.col + 1, d.message))

  -- ask returns the answer to a request about a place.
  local function ask(method, line, column)
    vim.api.nvim_win_set_cursor(0, { line, column })
    local params = vim.lsp.util.make_position_params(0, "utf-16")
    for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 20000) or {}) do
      if answer.err then fail(method .. ": " .. answer.err.message) end
      return answer.result
    end
    fail(method .. ": no answer")
  end
  say("hover: " .. vim.split(ask("textDocument/hover", d.lnum + 3, 10).contents.value, "\n")[1])
  local items = ask("textDocument/completion", d.lnum + 1, d.col + 5).items
  say("completion: " .. items[1].label .. " of " .. items[1].detail)
  local lens = vim.lsp.buf_request_sync(0, "textDocument/codeLens", { textDocument = vim.lsp.util.make_text_document_params() }, 20000)
  for _, answer in pairs(lens) do
    say("lens: " .. answer.result[1].command.title)
  end
  local debugged = vim.lsp.buf_request_sync(0, "workspace/executeCommand", { command = "tcerrlint.debugInformation" }, 20000)
  for _, answer in pairs(debugged) do
    say("command: " .. vim.split(answer.result, "\n")[1])
  end

  vim.api.nvim_win_set_cursor(0, { d.lnum + 1, d.col })
  local params = vim.lsp.util.make_range_params(0, "utf-16")
  params.context = { diagnostics = vim.lsp.diagnostic.get_line_diagnostics(0, d.lnum), only = { "quickfix" } }
  for _, answer in pairs(vim.lsp.buf_request_sync(0, "textDocument/codeAction", params, 10000)) do
    for _, action in ipairs(answer.result or {}) do
      if action.isPreferred then
        if not action.edit then -- it is asked for when it is needed
          for _, resolved in pairs(vim.lsp.buf_request_sync(0, "codeAction/resolve", action, 10000)) do action = resolved.result end
        end
        say("fix: " .. action.title)
        vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
      end
    end
  end
  if not vim.wait(60000, function() return #ours() == 0 end, 50) then
    fail("still there after the fix")
  end
  vim.cmd("write")
end

vim.defer_fn(function() fail("takes too long") end, 240000)
local ok, err = xpcall(session, debug.traceback)
if not ok then fail(err) end
vim.cmd("quitall")
