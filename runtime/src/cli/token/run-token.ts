/** `dlp-proxy token`: makes tokens, hands them on with less, shows what they say. Works without a proxy, and tells nobody. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { attenuateToken } from '../../identity/delegation/attenuate-token.ts';
import { describeToken } from '../../identity/delegation/describe-token.ts';
import { issueToken } from '../../identity/delegation/issue-token.ts';
import type { ReadFile } from '../../json-file/read-file.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readTokenArguments, type TokenCommand } from './token-arguments.ts';
import { TOKEN_HELP } from './token-help.ts';

/** The world of a command. */
export interface TokenSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readFile: ReadFile;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

const MAX_FILE_BYTES = 64 * 1024;

type Made = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string };

/** `args`: what stands behind `token`. */
export async function runToken(args: readonly string[], world: TokenSurroundings): Promise<ExitCode> {
  const command = readTokenArguments(args);
  if (command.kind === 'help') {
    world.stdout(TOKEN_HELP);
    return EXIT.fine;
  }
  if (command.kind === 'mistake') {
    world.stderr(`dlp-proxy: ${command.message}\n  hint: \`dlp-proxy token --help\` says what there is.\n`);
    return EXIT.givenWrong;
  }
  const made = await make(command, world);
  if (made.ok) world.stdout(`${made.text}\n`);
  else world.stderr(`dlp-proxy: ${made.problem}\n`);
  return made.ok ? EXIT.fine : EXIT.givenWrong;
}

async function make(
  command: Exclude<TokenCommand, { kind: 'help' | 'mistake' }>,
  world: TokenSurroundings,
): Promise<Made> {
  if (command.kind === 'issue') {
    const key = await issuerKey(command.keyFile, world);
    if (typeof key === 'string') return wrong(key);
    const { sub, actor, groups, claims, audience, task, sources, lifetimeSeconds } = command;
    const grant = {
      sub,
      groups: [...groups],
      claims: { ...claims },
      task,
      sources,
      ...(actor !== null && { act: actor }),
    };
    const of = { ...grant, aud: audience, kind: command.callerKind, lifetimeSeconds: lifetimeSeconds ?? 0 };
    return { ok: true, text: await issueToken(of, key, world.now()) };
  }
  const token = await givenToken(command.tokenFile, world);
  if (!token.ok) return token;
  if (command.kind === 'show') return shown(token.text);
  const attenuated = await attenuateToken(token.text, { ...command, act: command.actor }, world.now());
  return attenuated.ok
    ? { ok: true, text: attenuated.token }
    : wrong(`the token cannot be handed on: ${attenuated.problem}`);
}

async function issuerKey(file: string, { readFile }: TokenSurroundings): Promise<KeyObject | string> {
  const reading = await readFile(file, MAX_FILE_BYTES);
  if (!reading.ok) return `the file of the key ${reading.reason}`;
  if (reading.exposure.readable) return 'others than the owner of the file can read the key; `chmod 600` it';
  try {
    const key = createPrivateKey(reading.text);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // OpenSSL's own sentences are for those who know its source.
  }
  return 'the file holds no Ed25519 private key in PEM form that is not encrypted; make one with `dlpc keygen`';
}

async function givenToken(file: string | null, { env, readFile }: TokenSurroundings): Promise<Made> {
  if (file === null) {
    const text = env.DLP_TOKEN?.trim() ?? '';
    return text === ''
      ? wrong('the token is missing: `--token-file FILE`, or the variable DLP_TOKEN')
      : { ok: true, text };
  }
  const reading = await readFile(file, MAX_FILE_BYTES);
  return reading.ok
    ? { ok: true, text: reading.text.trim() }
    : wrong(`the file of the token ${reading.reason}`);
}

function shown(text: string): Made {
  const description = describeToken(text);
  return description === null
    ? wrong('it is no token of this kind')
    : { ok: true, text: JSON.stringify({ verified: false, ...description }, null, 2) };
}

function wrong(problem: string): Made {
  return { ok: false, problem };
}
