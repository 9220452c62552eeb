-- A session of Neovim with "tcerrlint lsp", as docs/editors.md sets it up:
-- prints the diagnostics of purge.go, applies the quick fix and writes the file.
local command, root = vim.env.TCERRLINT, vim.env.ROOT
vim.cmd("edit " .. root .. "/purge.go")
local client = vim.lsp.start_client({ name = "tcerrlint", cmd = { command, "lsp" }, root_dir = root })
vim.lsp.buf_attach_client(0, client)
local function ours()
  return vim.tbl_filter(function(d) return d.source == "tcerrlint" and d.code == "unknowncode" end, vim.diagnostic.get(0))
end
local function say(text) io.stdout:write(text .. "\n") end
if not vim.wait(60000, function() return #ours() == 1 end, 50) then
  say("no diagnostics")
  vim.cmd("cquit 1")
end
local d = ours()[1]
say(string.format("purge.go:%d:%d: %s", d.lnum + 1, d.col + 1, d.message))
vim.api.nvim_win_set_cursor(0, { d.lnum + 1, d.col })
local params = vim.lsp.util.make_range_params()
params.context = { diagnostics = vim.lsp.diagnostic.get_line_diagnostics(0, d.lnum) }
local answers = vim.lsp.buf_request_sync(0, "textDocument/codeAction", params, 10000)
for _, answer in pairs(answers) do
  for _, action in ipairs(answer.result or {}) do
    say("fix: " .. action.title)
    vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
  end
end
if not vim.wait(60000, function() return #ours() == 0 end, 50) then
  say("still there after the fix")
  vim.cmd("cquit 1")
end
vim.cmd("write")
vim.cmd("quitall")
