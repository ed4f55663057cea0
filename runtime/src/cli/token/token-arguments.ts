/** Reads what stands behind `dlp-proxy token`. Every mistake has a sentence; none throws. */
import { parseArgs } from 'node:util';
import { duration } from './duration.ts';

/** Who acts for the subject. */
interface GivenActor {
  readonly sub: string;
  readonly groups: string[];
}

interface Common {
  readonly task: { readonly id: string; readonly name: string };
  /** Null where nothing is said. */
  readonly actor: GivenActor | null;
  /** Names; null where none is said. */
  readonly sources: readonly string[] | null;
  /** Seconds; null where nothing is said. */
  readonly lifetimeSeconds: number | null;
}

export type TokenCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly message: string }
  | (Common & {
      readonly kind: 'issue';
      readonly keyFile: string;
      readonly sub: string;
      readonly callerKind: 'human' | 'service';
      readonly groups: readonly string[];
      readonly claims: Readonly<Record<string, string | number | boolean>>;
      readonly audience: string;
    })
  | (Common & {
      readonly kind: 'attenuate';
      readonly tokenFile: string | null;
      readonly canBeHandedOn: boolean;
    })
  | { readonly kind: 'show'; readonly tokenFile: string | null };

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  key: { type: 'string' },
  sub: { type: 'string' },
  kind: { type: 'string' },
  group: { type: 'string', multiple: true },
  claim: { type: 'string', multiple: true },
  audience: { type: 'string' },
  actor: { type: 'string' },
  'actor-group': { type: 'string', multiple: true },
  task: { type: 'string' },
  'task-id': { type: 'string' },
  source: { type: 'string', multiple: true },
  for: { type: 'string' },
  last: { type: 'boolean' },
  'token-file': { type: 'string' },
} as const;

type Option = keyof typeof OPTIONS;

const COMMON_OPTIONS: readonly Option[] = ['actor', 'actor-group', 'task', 'task-id', 'source', 'for'];

const OF_ACTION: Readonly<Record<string, readonly Option[]>> = {
  issue: ['key', 'sub', 'kind', 'group', 'claim', 'audience', ...COMMON_OPTIONS],
  attenuate: [...COMMON_OPTIONS, 'last', 'token-file'],
  show: ['token-file'],
};

export function readTokenArguments(args: readonly string[]): TokenCommand {
  try {
    return commandOf(parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }));
  } catch (error) {
    // What Node says of a command line is a sentence for people.
    if (error instanceof TypeError) return mistake(error.message);
    throw error;
  }
}

type Parsed = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>;

function commandOf({ values, positionals }: Parsed): TokenCommand {
  if (values.help === true) return { kind: 'help' };
  const [action = '', extra] = positionals;
  const allowed = OF_ACTION[action];
  if (allowed === undefined) return mistake('say `issue`, `attenuate` or `show`');
  if (extra !== undefined) return mistake(`\`${extra}\` is one word too many; a token never stands there`);
  const stray = Object.keys(values).find((name) => !allowed.includes(name as Option));
  if (stray !== undefined) return mistake(`\`--${stray}\` does not go with \`${action}\``);
  const tokenFile = values['token-file'] ?? null;
  if (action === 'show') return { kind: 'show', tokenFile };

  const lifetimeSeconds = values.for === undefined ? null : duration(values.for);
  if (values.for !== undefined && lifetimeSeconds === null)
    return mistake(`\`--for ${values.for}\` is no time; one is written \`15m\`, \`8h\` or \`1d\``);
  const task = { id: values['task-id'] ?? '', name: values.task ?? '' };
  const { actor: sub, 'actor-group': actorGroups = [] } = values;
  if (sub === '') return mistake('`--actor` names nobody');
  if (sub === undefined && actorGroups.length > 0)
    return mistake('`--actor-group` is of who acts: say `--actor SUBJECT` as well');
  const actor = sub === undefined ? null : { sub, groups: actorGroups };
  const common: Common = { actor, task, sources: values.source ?? null, lifetimeSeconds };
  if (action === 'attenuate') {
    if (task.name === '') return mistake('say for which subtask: `--task NAME`');
    return { kind: 'attenuate', ...common, tokenFile, canBeHandedOn: values.last !== true };
  }

  const { key: keyFile, sub: subject, kind = 'service', group: groups = [], audience = 'dlp-proxy' } = values;
  if (keyFile === undefined) return mistake('say which key signs: `--key FILE`');
  if (subject === undefined) return mistake('say for whom: `--sub SUBJECT`');
  if (lifetimeSeconds === null) return mistake('say for how long: `--for 8h`');
  if (kind !== 'human' && kind !== 'service') return mistake('`--kind` is human or service');
  const claims = claimsOf(values.claim ?? []);
  if (typeof claims === 'string') return mistake(claims);
  return { kind: 'issue', ...common, keyFile, sub: subject, callerKind: kind, groups, claims, audience };
}

/** `name=value`; a value that is an integer, `true` or `false` is one. */
function claimsOf(texts: readonly string[]): Readonly<Record<string, string | number | boolean>> | string {
  const entries: [string, string | number | boolean][] = [];
  for (const text of texts) {
    const [, name, value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name === undefined) return '`--claim` is written `NAME=VALUE`';
    const integer = /^-?\d{1,15}$/.test(value) ? Number(value) : null;
    entries.push([name, integer ?? (value === 'true' ? true : value === 'false' ? false : value)]);
  }
  return Object.fromEntries(entries);
}

function mistake(message: string): TokenCommand {
  return { kind: 'mistake', message };
}
