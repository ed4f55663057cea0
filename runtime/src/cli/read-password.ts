/** Reads a password from the standard input: asked for twice and not shown on a terminal, else the one line there is. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

export type PasswordReading =
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'mistake'; readonly message: string }
  | { readonly kind: 'interrupted' };

/** As in PostgreSQL's own tools. */
const MAX_BYTES = 1024;

export async function readPassword(
  input: NodeJS.ReadStream,
  prompt: (text: string) => void,
): Promise<PasswordReading> {
  if (!input.isTTY) return checked(await readPiped(input));
  const first = await ask(input, prompt, 'Password: ');
  if (first === null) return { kind: 'interrupted' };
  const second = await ask(input, prompt, 'Again: ');
  if (second === null) return { kind: 'interrupted' };
  return first === second
    ? checked(first)
    : { kind: 'mistake', message: 'the two passwords are not the same' };
}

/** Asks for a password that there is already, once; null where nobody can be asked. */
export async function askForPassword(
  input: NodeJS.ReadStream,
  prompt: (text: string) => void,
): Promise<string | null> {
  return input.isTTY ? ask(input, prompt, 'Password: ') : null;
}

function checked(password: string | null): PasswordReading {
  if (password === null || Buffer.byteLength(password) > MAX_BYTES) {
    return { kind: 'mistake', message: `the password is longer than ${MAX_BYTES} bytes` };
  }
  if (password === '') return { kind: 'mistake', message: 'the password is empty' };
  if (/[\0\r\n]/.test(password)) return { kind: 'mistake', message: 'the password has more than one line' };
  return { kind: 'password', password };
}

/** Null where there is too much. */
async function readPiped(input: NodeJS.ReadStream): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > MAX_BYTES + 2) return null;
    chunks.push(buffer);
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

/** Null where the question was ended by Ctrl-C or Ctrl-D. */
async function ask(
  input: NodeJS.ReadStream,
  prompt: (text: string) => void,
  question: string,
): Promise<string | null> {
  prompt(question);
  // As a terminal, so that nothing is echoed by the system; into nowhere, so that nothing is by readline.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true });
  const ended = Promise.withResolvers<null>();
  lines.once('SIGINT', () => ended.resolve(null));
  lines.once('close', () => ended.resolve(null));
  const answer = await Promise.race([lines.question(''), ended.promise]);
  lines.close();
  prompt('\n');
  return answer;
}
