/** Shows scenes on a terminal and tells whether everything in them was as expected. */
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Client, DatabaseError } from 'pg';
import { runOrThrow } from '../../support/programs.ts';
import { CALLER_NAMES, type CallerName, type DemoCaller } from '../callers.ts';
import { type Column, renderComparison } from '../side-by-side.ts';
import type { Office } from '../stage.ts';
import { cells, fit, type Terminal, wrap } from '../terminal.ts';
import { type Answer, ask } from './answer.ts';
import { looksMasked } from './looks.ts';
import { askApi, get } from './request.ts';
import type { Consent, Question, Refusal, Request, RequestConsent, Scene, Work } from './scene.ts';

export interface Cast {
  readonly callers: Readonly<Record<CallerName, DemoCaller>>;
  /** Each caller's connection to the proxy. */
  readonly clients: Readonly<Record<CallerName, Client>>;
  /** Past the proxy, to know what is stored. Nothing that it reads is shown. */
  readonly direct: Client;
  /** Where the API is asked. */
  readonly api: string;
  readonly office: Office;
}

/** Before each line of a scene. */
const INDENT = '   ';

/** Cells of the longest label of an error. */
const LABELLED = 'DETAIL'.length;

/** Shows one scene; true where all of it was as expected. */
export async function perform(
  scene: Scene,
  number: number,
  cast: Cast,
  terminal: Terminal,
): Promise<boolean> {
  announce(scene, number, terminal);
  switch (scene.kind) {
    case 'question':
      return performQuestion(scene, cast, terminal);
    case 'request':
      return performRequest(scene, cast, terminal);
    case 'refusal':
      return performRefusal(scene, cast, terminal);
    case 'work':
      return performWork(scene, cast, terminal);
    case 'consent':
      return performConsent(scene, cast, terminal);
    case 'request-consent':
      return performRequestConsent(scene, cast, terminal);
  }
}

function announce({ title, text }: Scene, number: number, { style, width, write }: Terminal): void {
  write(`\n${style.strong(style.accent(`${number}. ${title}`))}\n`);
  for (const line of wrap(text, width - 3)) write(`   ${line}\n`);
}

async function performQuestion(scene: Question, cast: Cast, terminal: Terminal): Promise<boolean> {
  showSql(scene.way === 'copy' ? `copy (${scene.sql}) to stdout` : scene.sql, terminal);
  return compare(scene, cast, terminal, (name) => ask(cast.clients[name], scene.sql, scene.way));
}

async function performRequest(scene: Request, cast: Cast, terminal: Terminal): Promise<boolean> {
  const { style, write } = terminal;
  const url = cast.api + scene.path;
  write(`\n   ${style.dim('$ ')}${style.strong(`curl -u CALLER ${url}`)}\n`);
  return compare(scene, cast, terminal, async (name) => {
    const inDatabase = await ask(cast.clients[name], scene.sql, 'simple');
    const seen = await askApi(url, cast.callers[name], inDatabase.fields);
    if (!isDeepStrictEqual(seen.rows, inDatabase.rows)) throw new Error('not what the database shows');
    return seen;
  });
}

/** Shows side by side what each caller gets, and whether that is what the scene expects of what is stored. */
async function compare(
  scene: Question | Request,
  cast: Cast,
  terminal: Terminal,
  asCaller: (name: CallerName) => Promise<Answer>,
): Promise<boolean> {
  const stored = await ask(cast.direct, scene.sql, 'simple');
  const outcomes: { ok: boolean; column: Column }[] = [];
  for (const name of CALLER_NAMES) {
    const { says, holds } = scene.expect[name];
    const seen = await attempt(() => asCaller(name));
    const ok = seen.ok && holds(seen.answer, stored);
    const heading = cast.callers[name].title;
    const records = seen.ok ? seen.answer.rows.map((row) => row.map(cell)) : [];
    const text = seen.ok ? (ok ? says : `expected: ${says}`) : seen.error;
    outcomes.push({ ok, column: { heading, records, verdict: { text, ok } } });
  }
  const columns = outcomes.map(({ column }) => column);
  terminal.write(`\n${renderComparison({ fields: stored.fields, columns }, terminal)}`);
  return outcomes.every(({ ok }) => ok);
}

async function performRefusal(scene: Refusal, cast: Cast, terminal: Terminal): Promise<boolean> {
  const { style, write } = terminal;
  const client = cast.clients[scene.caller];
  showSql(scene.sql, terminal, cast.callers[scene.caller].title);
  const refused = await client.query(scene.sql).then(
    () => null,
    (error: unknown) => error,
  );
  const isRefusal = refused instanceof DatabaseError && refused.code === '42501';
  const isExplained = isRefusal && (scene.because === null || (refused.detail ?? '').includes(scene.because));
  write('\n');
  if (refused instanceof DatabaseError) {
    for (const [label, text] of [
      ['ERROR', `${refused.code}: ${refused.message}`],
      ['DETAIL', refused.detail],
      ['HINT', refused.hint],
    ] as const) {
      if (text !== undefined) showLabelled(label, text, terminal);
    }
  } else {
    write(`   ${style.bad(refused === null ? 'It was not refused.' : String(refused))}\n`);
  }
  const after = await attempt(() => ask(client, 'select 1 as one', 'simple'));
  const lives = after.ok && after.answer.rows[0]?.[0] === '1';
  const ok = isExplained && lives;
  const verdict = ok
    ? '✓ refused and explained; the connection lives on'
    : '✗ expected: refused with 42501, explained, and the connection lives on';
  write(`   ${(ok ? style.good : style.bad)(verdict)}\n`);
  return ok;
}

async function performWork(scene: Work, cast: Cast, terminal: Terminal): Promise<boolean> {
  showSql(scene.sql, terminal, cast.callers[scene.caller].title);
  const done = await attempt(() => ask(cast.clients[scene.caller], scene.sql, 'simple'));
  const stored = await ask(cast.direct, scene.look, 'simple');
  const ok = done.ok && scene.holds(stored);
  const text = done.ok ? (ok ? scene.says : `expected: ${scene.says}`) : done.error;
  const records = stored.rows.map((row) => row.map(cell));
  const columns = [{ heading: 'what is stored now', records, verdict: { text, ok } }];
  terminal.write(`\n${renderComparison({ fields: stored.fields, columns }, terminal)}`);
  return ok;
}

async function performConsent(scene: Consent, cast: Cast, terminal: Terminal): Promise<boolean> {
  const { style, write } = terminal;
  const client = cast.clients[scene.caller];
  showSql(scene.sql, terminal, cast.callers[scene.caller].title);
  const asked = nextNotice(client);
  const running = attempt(() => ask(client, scene.sql, 'simple'));
  // Where nothing is asked, the statement is answered.
  const notice = await Promise.race([asked, running.then(() => null)]);
  write('\n');
  const id = /^Approval ([0-9a-f]+):/.exec(notice?.detail ?? '')?.[1] ?? null;
  if (notice !== null) showLabelled('NOTICE', notice.message ?? '', terminal);
  const before = await ask(cast.direct, scene.look, 'simple');
  const waited = id !== null && !scene.holds(before);
  if (id !== null) await decide(id, scene, cast, terminal);
  const done = await running;
  const stored = await ask(cast.direct, scene.look, 'simple');
  const ok = waited && done.ok && scene.holds(stored);
  const text = done.ok ? (ok ? scene.says : `expected: ${scene.says}`) : done.error;
  write(`\n   ${(ok ? style.good : style.bad)(`${ok ? '✓' : '✗'} ${text}`)}\n`);
  return ok;
}

async function performRequestConsent(
  scene: RequestConsent,
  cast: Cast,
  terminal: Terminal,
): Promise<boolean> {
  const { style, write } = terminal;
  const { user, title } = cast.callers[scene.caller];
  const url = cast.api + scene.path;
  write(`\n   ${style.dim(`${title} $ `)}${style.strong(`curl -u ${user} -X ${scene.method} ${url}`)}\n`);
  let isAnswered = false;
  const running = get(url, cast.callers[scene.caller], scene.method).finally(() => {
    isAnswered = true;
  });
  const id = await waitingAt(cast.office, () => isAnswered);
  const before = await ask(cast.direct, scene.look, 'simple');
  const waited = id !== null && !isAnswered && !scene.holds(before);
  if (id !== null) await decide(id, scene, cast, terminal);
  const { status } = await running;
  const stored = await ask(cast.direct, scene.look, 'simple');
  const ok = waited && status === 204 && scene.holds(stored);
  const text = ok ? scene.says : `expected: ${scene.says}; the answer was ${status}`;
  write(`\n   ${(ok ? style.good : style.bad)(`${ok ? '✓' : '✗'} ${text}`)}\n`);
  return ok;
}

/** What waits for the approver; null where the request is over before anything does. A client of HTTP is told nothing while it waits. */
async function waitingAt({ url, approver }: Office, isOver: () => boolean): Promise<string | null> {
  while (!isOver()) {
    const listed = await attempt(async () => (await get(`${url}/v1/approvals`, approver)).json());
    const { approvals = [] } = (listed.ok ? listed.answer : {}) as { approvals?: { id: string }[] };
    if (approvals[0] !== undefined) return approvals[0].id;
    await setTimeout(50);
  }
  return null;
}

/** As the approver does it, at a terminal of their own. */
async function decide(
  id: string,
  { reason }: Pick<Consent, 'reason'>,
  { office }: Cast,
  terminal: Terminal,
): Promise<void> {
  const { style, width, write } = terminal;
  const { user, password, title } = office.approver;
  const env = {
    ...{ DLP_ADMIN_URL: office.url, DLP_USER: user, DLP_PASSWORD: password },
    COLUMNS: String(width - INDENT.length),
  };
  write(`\n   ${style.dim(`${title}:`)}\n`);
  for (const args of [
    ['show', id],
    ['approve', id, '--reason', reason],
  ]) {
    const shown = args.map((arg) => (arg.includes(' ') ? `'${arg}'` : arg)).join(' ');
    write(`\n${INDENT}${style.dim('$ ')}${style.strong(`dlp-proxy approvals ${shown}`)}\n`);
    const printed = await runOrThrow('dlp-proxy', ['approvals', ...args], { env });
    for (const line of printed.trimEnd().split('\n')) write(`   ${line}\n`);
  }
}

function nextNotice(
  client: Client,
): Promise<{ readonly message?: string | undefined; readonly detail?: string | undefined }> {
  return new Promise((resolve) => client.once('notice', resolve));
}

function showSql(sql: string, { style, width, write }: Terminal, who?: string): void {
  write('\n');
  const prompt = who === undefined ? '> ' : `${who} > `;
  for (const [index, line] of wrap(`${sql};`, width - INDENT.length - cells(prompt)).entries()) {
    write(`${INDENT}${index === 0 ? style.dim(prompt) : '  '}${style.strong(line)}\n`);
  }
}

/** As psql shows an error: the label, and the text indented beside it. */
function showLabelled(label: string, text: string, { style, width, write }: Terminal): void {
  const paint = label === 'ERROR' ? style.bad : style.dim;
  for (const [index, line] of wrap(text, width - LABELLED - 4).entries()) {
    write(`   ${paint(fit(index === 0 ? label : '', LABELLED))} ${line}\n`);
  }
}

function cell(value: string | null): { text: string; masked: boolean } {
  // A line break inside a value would break the table.
  return { text: (value ?? 'null').replaceAll(/[\n\t]/g, ' '), masked: looksMasked(value) };
}

type Attempt<T> = { readonly ok: true; readonly answer: T } | { readonly ok: false; readonly error: string };

async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, answer: await work() };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
