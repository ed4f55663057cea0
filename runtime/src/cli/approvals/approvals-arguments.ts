/** Reads the command line of `dlp-proxy approvals`. Every mistake has a sentence; none throws. No secret can stand in it. */
import { parseArgs } from 'node:util';
import { nearest } from '../../json-file/nearest.ts';

export type Action = 'list' | 'show' | 'approve' | 'deny';

export interface ApprovalsCommand {
  readonly kind: 'approvals';
  readonly action: Action;
  /** Null for `list`. */
  readonly id: string | null;
  readonly all: boolean;
  readonly json: boolean;
  readonly reason: string | null;
  readonly url: string | null;
  readonly user: string | null;
  readonly passwordFile: string | null;
  readonly tokenFile: string | null;
  readonly ca: string | null;
}

export type ApprovalsArguments =
  | ApprovalsCommand
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly message: string };

const ACTIONS: readonly Action[] = ['list', 'show', 'approve', 'deny'];

const OPTIONS = {
  all: { type: 'boolean' },
  json: { type: 'boolean' },
  reason: { type: 'string' },
  url: { type: 'string' },
  user: { type: 'string' },
  'password-file': { type: 'string' },
  'token-file': { type: 'string' },
  ca: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `args`: what stands behind `approvals`. */
export function readApprovalsArguments(args: readonly string[]): ApprovalsArguments {
  const { tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, tokens: true });
  const values = new Map<string, string>();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const problem = optionMistake(token.name, token.rawName, token.value);
    if (problem !== null) return mistake(problem);
    if (values.has(token.name)) return mistake(`\`${token.rawName}\` stands twice`);
    values.set(token.name, token.value ?? '');
  }
  if (values.has('help')) return { kind: 'help' };
  const [word, id = null, extra] = words;
  const action = ACTIONS.find((candidate) => candidate === word);
  if (action === undefined) {
    if (word === undefined) return mistake(`say what to do: ${ACTIONS.join(', ')}`);
    return mistake(`unknown command \`approvals ${word}\`${guess(word, ACTIONS)}`);
  }
  if (action === 'list' && id !== null) return mistake('`list` takes no identifier');
  if (action !== 'list' && id === null) return mistake(`\`${action}\` needs the identifier of an approval`);
  if (id !== null && !/^[0-9a-z]{1,64}$/.test(id)) return mistake('that is no identifier of an approval');
  if (extra !== undefined) return mistake(`\`${extra}\` is too much`);
  if (action === 'deny' && !values.has('reason'))
    return mistake('`deny` needs `--reason`, which the client is told');
  for (const [option, actions] of ONLY_WITH)
    if (values.has(option) && !actions.includes(action))
      return mistake(`\`--${option}\` does not go with \`${action}\``);
  const value = (name: keyof typeof OPTIONS) => values.get(name) ?? null;
  return {
    ...{ kind: 'approvals', action, id, all: values.has('all'), json: values.has('json') },
    ...{ reason: value('reason'), url: value('url'), user: value('user'), ca: value('ca') },
    ...{ passwordFile: value('password-file'), tokenFile: value('token-file') },
  };
}

const ONLY_WITH: readonly (readonly [keyof typeof OPTIONS, readonly Action[]])[] = [
  ['all', ['list']],
  ['reason', ['approve', 'deny']],
];

function optionMistake(name: string, rawName: string, value: string | undefined): string | null {
  const known = Object.entries(OPTIONS).find(([option]) => option === name);
  if (known === undefined) {
    const names = Object.keys(OPTIONS).map((option) => `--${option}`);
    return `unknown option \`${rawName}\`${guess(rawName, names)}`;
  }
  if (known[1].type === 'boolean') return value === undefined ? null : `\`${rawName}\` takes no value`;
  return value === undefined || value === '' ? `\`${rawName}\` needs a value` : null;
}

function guess(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return near === null ? '' : `; did you mean \`${near}\`?`;
}

function mistake(message: string): ApprovalsArguments {
  return { kind: 'mistake', message };
}
