/**
 * Follows a reference to a secret. Neither the secret nor the reference is ever part of a message: people paste the
 * one where the other belongs.
 */
import { type Path, pathText } from '../json-file/problem.ts';
import { EXPOSED, EXPOSED_HINT, RELATIVE_PATHS, type Settling } from './settling.ts';

/** Where a secret is: one of the three. A file holds the secret on one line and nothing else, and so does what a program prints. */
export interface SecretReference {
  readonly env?: string | undefined;
  readonly file?: string | undefined;
  readonly command?: readonly string[] | undefined;
}

const MAX_SECRET_BYTES = 4096;
/** For so long, what a program printed is taken again: a connection must not cost a process. */
const COMMAND_KEPT_MILLISECONDS = 30_000;

type SecretReading =
  | { readonly ok: true; readonly secret: string }
  | {
      readonly ok: false;
      readonly key: keyof SecretReference;
      readonly message: string;
      readonly hint: string | null;
    };

/** The secret as it is now; null, and a problem, where it cannot be had. */
export async function settleSecret(
  reference: SecretReference,
  path: Path,
  settling: Settling,
): Promise<string | null> {
  const reading = await readSecret(reference, settling);
  if (reading.ok) return reading.secret;
  return settling.wrong([...path, reading.key], reading.message, reading.hint);
}

/**
 * A function that reads the secret anew each time, so that a changed file holds at once; null, and a problem, where it
 * cannot be had now. The function rejects with a sentence that does not hold the secret.
 */
export async function settleRotatingSecret(
  reference: SecretReference,
  path: Path,
  settling: Settling,
): Promise<(() => Promise<string>) | null> {
  const first = await settleSecret(reference, path, settling);
  if (first === null) return null;
  const { now } = settling.host;
  const isRun = reference.command !== undefined;
  let last = { reading: Promise.resolve<SecretReading>({ ok: true, secret: first }), at: now() };
  return async () => {
    // A clock that was set back keeps nothing for longer.
    const isFresh = isRun && Math.abs(now() - last.at) < COMMAND_KEPT_MILLISECONDS;
    if (!isFresh) last = { reading: readSecret(reference, settling), at: now() };
    const { reading: running } = last;
    const reading = await running;
    if (reading.ok) return reading.secret;
    // What failed is tried again by whoever comes next.
    if (last.reading === running) last = { reading: running, at: Number.NEGATIVE_INFINITY };
    throw new Error(`${pathText([...path, reading.key])}: ${reading.message}`);
  };
}

async function readSecret(reference: SecretReference, settling: Settling): Promise<SecretReading> {
  if (reference.env !== undefined) {
    const value = settling.host.env[reference.env];
    const subject = 'the environment variable that it names';
    return value === undefined ? failed('env', `${subject} is not set`) : checked(value, 'env', subject);
  }
  if (reference.command !== undefined) {
    const subject = 'the program that it names';
    const running = await settling.host.runCommand(reference.command, MAX_SECRET_BYTES);
    if (!running.ok) return failed('command', `${subject} ${running.reason}`);
    return checked(running.text.replace(/\r?\n$/, ''), 'command', `what ${subject} prints`);
  }
  const subject = 'the file that it names';
  const reading = await settling.host.readFile(settling.absolute(reference.file ?? ''), MAX_SECRET_BYTES);
  if (!reading.ok) {
    const hint = reading.reason === 'does not exist' ? RELATIVE_PATHS : null;
    return failed('file', `${subject} ${reading.reason}`, hint);
  }
  if (reading.exposure.readable || reading.exposure.writable) {
    return failed('file', `${subject} ${EXPOSED}`, EXPOSED_HINT);
  }
  return checked(reading.text.replace(/\r?\n$/, ''), 'file', subject);
}

function checked(secret: string, key: keyof SecretReference, subject: string): SecretReading {
  if (secret === '') return failed(key, `${subject} is empty`);
  if (/[\0\r\n]/.test(secret)) return failed(key, `${subject} holds more than one line`);
  return { ok: true, secret };
}

function failed(key: keyof SecretReference, message: string, hint: string | null = null): SecretReading {
  return { ok: false, key, message, hint };
}
