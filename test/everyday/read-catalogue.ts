/**
 * Reads the catalogue: one file of SQL for each theme, cases between empty lines. Above a case may stand
 *
 *     -- with: ["1", null]          its parameters
 *     -- refused: TABLESAMPLE       that the proxy refuses it, and what its words hold
 *     -- why: …                     for people, with the way out
 *     -- differs                    that values differ, since statistics of stored rows are not shown
 *     -- fails                      that some statement of it fails, with the proxy or without
 *     -- by itself                  that it is sent as a Query alone
 *
 * and any other comment, for people. `-- as: clerk` and `-- fails` at the top of a file are about all of it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { EverydayCase, EverydayText, Outcome, Sender, Theme } from './statement.ts';

const FOLDER = new URL('./catalogue/', import.meta.url);

/** All themes, by name. */
export function readCatalogue(): readonly Theme[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.sql'))
    .toSorted()
    .map((file) => readTheme(file, readFileSync(new URL(file, FOLDER), 'utf8')));
}

/** One theme of a file's text. */
function readTheme(file: string, text: string): Theme {
  const [top = '', ...rest] = text.split(/\n\n+/);
  const sender: Sender = top.includes('-- as: clerk') ? 'clerk' : 'staff';
  const allFail = top.split('\n').includes('-- fails');
  const title = top.split('\n').findLast((line) => line.startsWith('-- ')) ?? file;
  let line = top.split('\n').length + 2;
  const cases = rest
    .map((block) => {
      const at = line;
      line += block.split('\n').length + 1;
      return readCase(`${file}:${at}`, block.trimEnd(), { sender, fails: allFail });
    })
    .filter(({ texts }) => texts.length > 0);
  return { name: file.replace(/\.sql$/, ''), title: title.slice(3), cases };
}

function readCase(
  place: string,
  block: string,
  { sender, fails }: Pick<EverydayCase, 'sender' | 'fails'>,
): EverydayCase {
  const lines = block.split('\n');
  const first = lines.findIndex((line) => !line.startsWith('-- '));
  const comments = lines.slice(0, Math.max(first, 0));
  const values = directive(comments, 'with');
  return {
    place,
    sender,
    texts: textsIn(lines.slice(first)),
    values: values === null ? null : (JSON.parse(values) as (string | null)[]),
    outcome: outcomeOf(comments),
    fails: fails || comments.includes('-- fails'),
    simpleOnly: comments.includes('-- by itself'),
  };
}

function outcomeOf(comments: readonly string[]): Outcome {
  const saying = directive(comments, 'refused');
  if (saying !== null) return { kind: 'refused', saying, why: directive(comments, 'why') ?? '' };
  return { kind: comments.includes('-- differs') ? 'differs' : 'same' };
}

function directive(comments: readonly string[], name: string): string | null {
  const start = `-- ${name}: `;
  return comments.find((comment) => comment.startsWith(start))?.slice(start.length) ?? null;
}

/** A statement ends where a line ends with a semicolon; behind a COPY FROM STDIN come its data, up to `\.`. */
function textsIn(lines: readonly string[]): EverydayText[] {
  const texts: EverydayText[] = [];
  let open: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    open.push(line);
    if (!line.trimEnd().endsWith(';') && index < lines.length - 1) continue;
    const sql = open.join('\n').replace(/;\s*$/, '');
    open = [];
    if (!/^copy .* from stdin/i.test(sql)) {
      texts.push({ sql, data: null });
      continue;
    }
    const end = lines.indexOf('\\.', index);
    texts.push({ sql, data: `${lines.slice(index + 1, end).join('\n')}\n` });
    index = end;
  }
  return texts;
}
