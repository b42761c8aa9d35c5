-- Drives the language server from Neovim: problems, a hover, a quick fix over several files, and what is saved.
-- neovim.test.ts starts it with `nvim --headless`. It works from Neovim 0.7 (Debian 12) on.
--   QAPI_TREE    the folder of the tree, a copy that may be changed
--   QAPI_SERVER  the server's JavaScript file; not set where the user's configuration starts the server
--   QAPI_NODE    the program that runs it

local PATIENCE = 20000

local function wait(what, holds)
  if not vim.wait(PATIENCE, holds, 10) then
    error(what .. ' did not come; there are ' .. vim.inspect(vim.diagnostic.get()))
  end
end

-- The server that the user's configuration has started for this buffer.
local function started()
  local clients = vim.lsp.get_clients and vim.lsp.get_clients({ bufnr = 0 }) or vim.lsp.buf_get_clients(0)
  for _, client in pairs(clients) do
    if client.name == 'qapi' then return client.id end
  end
end

local function start(tree)
  if not vim.env.QAPI_SERVER then
    assert(vim.bo.filetype == 'qapi', 'the file type is ' .. vim.bo.filetype)
    wait('the server', started)
    return started()
  end
  local config = {
    name = 'qapi',
    cmd = { vim.env.QAPI_NODE, vim.env.QAPI_SERVER, '--stdio' },
    root_dir = tree,
    workspace_folders = { { uri = vim.uri_from_fname(tree), name = 'tree' } },
  }
  -- vim.lsp.start came with 0.8 and took the place of the other two.
  if vim.lsp.start then return assert(vim.lsp.start(config)) end
  local id = assert(vim.lsp.start_client(config))
  vim.lsp.buf_attach_client(0, id)
  return id
end

-- What Neovim has kept of a problem, as the protocol wants to have it back.
local function as_lsp(diagnostic)
  local kept = diagnostic.user_data and diagnostic.user_data.lsp or {}
  if kept.range then return kept end
  return {
    range = {
      start = { line = diagnostic.lnum, character = diagnostic.col },
      ['end'] = { line = diagnostic.end_lnum, character = diagnostic.end_col },
    },
    severity = diagnostic.severity,
    message = diagnostic.message,
    source = diagnostic.source,
    code = diagnostic.code or kept.code,
  }
end

local function request(id, method, params)
  local answers, trouble = vim.lsp.buf_request_sync(0, method, params, PATIENCE)
  assert(answers, trouble)
  local answer = assert(answers[id], 'no answer to ' .. method)
  assert(not answer.err and not answer.error, vim.inspect(answer))
  return answer.result
end

-- What the user's configuration makes of a file of messages.
local function show_messages(tree)
  vim.cmd('edit ' .. vim.fn.fnameescape(tree .. '/messages/backup.qmp'))
  local buffer = vim.api.nvim_get_current_buf()
  wait('a problem of a message', function() return #vim.diagnostic.get(buffer) > 0 end)
  local first = vim.diagnostic.get(buffer)[1]
  print(('messages %s %d %s'):format(vim.bo.filetype, first.lnum + 1, as_lsp(first).code))
end

local function run()
  local tree = vim.env.QAPI_TREE
  vim.cmd('edit ' .. vim.fn.fnameescape(tree .. '/qapi/detach.json'))
  local buffer = vim.api.nvim_get_current_buf()
  local id = start(tree)
  wait('the problem', function() return #vim.diagnostic.get(buffer) == 1 end)

  local problem = vim.diagnostic.get(buffer)[1]
  local lsp = as_lsp(problem)
  print(('problem %d:%d %s %s'):format(problem.lnum + 1, problem.col + 1, problem.source, lsp.code))

  local document = vim.lsp.util.make_text_document_params(buffer)
  local hover = request(id, 'textDocument/hover', { textDocument = document, position = lsp.range.start })
  print('hover ' .. (hover.contents.value:gsub('\n', ' ')))

  local actions = request(id, 'textDocument/codeAction', {
    textDocument = document,
    range = lsp.range,
    context = { diagnostics = { lsp } },
  })
  assert(#actions == 2, vim.inspect(actions))
  assert(actions[2].title == 'Acknowledge with a reason: downstream/missing-prefix', actions[2].title)
  print('action ' .. actions[1].title)
  local client = vim.lsp.get_client_by_id(id)
  vim.lsp.util.apply_workspace_edit(actions[1].edit, client.offset_encoding)
  wait('the end of the problem', function() return #vim.diagnostic.get(buffer) == 0 end)

  vim.cmd('silent wall')
  if not vim.env.QAPI_SERVER then show_messages(tree) end
  if type(client.stop) == 'function' and vim.fn.has('nvim-0.11') == 1 then client:stop() else client.stop() end
  wait('the end of the server', function() return vim.lsp.get_client_by_id(id) == nil end)
  print('done')
end

local ok, trouble = pcall(run)
if not ok then
  print('failed: ' .. tostring(trouble))
  vim.cmd('cquit 1')
end
vim.cmd('qall!')
