/** The recipe of docs/editors.md, in a real Neovim without a screen. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { requires } from '../support/requires.ts';
import { CRM_SCHEMA } from './support/crm.ts';

const PROGRAMS = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url));

/** What a person would do: look at the mistakes, ask what a word means, ask for names, format. The answers go into a file. */
const SESSION = `
local function ask(method, line, character)
  local params = { textDocument = vim.lsp.util.make_text_document_params() }
  if line then params.position = { line = line, character = character } end
  if method == "textDocument/formatting" then params.options = { tabSize = 2, insertSpaces = true } end
  local answers = vim.lsp.buf_request_sync(0, method, params, 20000) or {}
  for _, answer in pairs(answers) do return answer.result end
end

vim.wait(30000, function() return #vim.diagnostic.get(0) > 0 end)
local said = {}
for _, found in ipairs(vim.diagnostic.get(0)) do
  table.insert(said, { code = found.code, line = found.lnum, message = found.message })
end
local found = {
  filetype = vim.bo.filetype,
  diagnostics = said,
  hover = ask("textDocument/hover", 2, 18),
  completion = ask("textDocument/completion", 2, 27),
  formatting = ask("textDocument/formatting"),
}
vim.fn.writefile({ vim.json.encode(found) }, vim.env.ANSWERS)
vim.cmd("qa!")
`;

interface Answers {
  readonly filetype: string;
  readonly diagnostics: readonly { code: string; line: number; message: string }[];
  readonly hover: { readonly contents: { readonly value: string } };
  readonly completion: readonly { label: string }[] | { items: readonly { label: string }[] };
  readonly formatting: readonly { newText: string }[];
}

async function recipe(): Promise<string> {
  const page = await readFile(new URL('../../docs/editors.md', import.meta.url), 'utf8');
  const found = /Earlier versions, from 0\.7 on:\n\n```lua\n([\s\S]*?)```/.exec(page)?.[1];
  if (found === undefined) throw new Error('the recipe is not where it was');
  return found;
}

requires('nvim')('Neovim', () => {
  test('shows mistakes, explains, proposes and formats', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dlp-nvim-'));
    const file = join(folder, 'policies', 'crm.dlp');
    await mkdir(join(folder, 'policies'));
    await writeFile(join(folder, 'dlp.json'), '{ "language": 1 }');
    await writeFile(join(folder, 'crm.sql'), CRM_SCHEMA);
    await writeFile(file, 'database crm from "../crm.sql"\nlabel   pii\nclassify pii crm.customers.emial\n');
    await writeFile(join(folder, 'init.lua'), await recipe());
    await writeFile(join(folder, 'session.lua'), SESSION);
    const answers = join(folder, 'answers.json');

    await promisify(execFile)(
      'nvim',
      ['--headless', '-u', join(folder, 'init.lua'), file, '-c', `luafile ${join(folder, 'session.lua')}`],
      {
        timeout: 90_000,
        env: {
          ...process.env,
          PATH: `${PROGRAMS}${delimiter}${process.env.PATH}`,
          HOME: folder,
          XDG_STATE_HOME: folder,
          XDG_CACHE_HOME: folder,
          XDG_DATA_HOME: folder,
          ANSWERS: answers,
        },
      },
    );
    const seen = JSON.parse(await readFile(answers, 'utf8')) as Answers;
    await rm(folder, { recursive: true });

    expect(seen.filetype).toBe('dlp');
    expect(seen.diagnostics).toContainEqual(
      expect.objectContaining({ line: 2, message: expect.stringContaining('emial') }),
    );
    expect(seen.hover.contents.value).toContain('customers');
    const items = 'items' in seen.completion ? seen.completion.items : seen.completion;
    expect(items.map(({ label }) => label)).toContain('email');
    expect(seen.formatting).toContainEqual(expect.objectContaining({ newText: ' ' }));
  });
});
