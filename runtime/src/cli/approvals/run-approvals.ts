/** `dlp-proxy approvals`: from the command line to what is printed. Secrets come from variables, files or a question, never from arguments. */

import type { ApprovalDocument } from '../../admin/approval-document.ts';
import { isSecureUrl } from '../../identity/oidc/secure-url.ts';
import type { ReadFile } from '../../json-file/read-file.ts';
import { printable, printableJson } from '../../log/printable.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type AdminAnswer, type AdminRequest, askAdmin } from './admin-client.ts';
import { type ApprovalsCommand, readApprovalsArguments } from './approvals-arguments.ts';
import { APPROVALS_HELP } from './approvals-help.ts';
import { renderApproval, renderList } from './render-approvals.ts';

/** The world of a command. */
export interface ApprovalsSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readFile: ReadFile;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Characters of a line. */
  readonly width: number;
  /** Asks for a password; null where there is nobody to ask, or it was given up. */
  readonly askPassword: () => Promise<string | null>;
}

const MAX_FILE_BYTES = 1024 * 1024;

/** `args`: what stands behind `approvals`. */
export async function runApprovals(args: readonly string[], world: ApprovalsSurroundings): Promise<ExitCode> {
  const command = readApprovalsArguments(args);
  if (command.kind === 'help') {
    world.stdout(APPROVALS_HELP);
    return EXIT.fine;
  }
  if (command.kind === 'mistake') {
    world.stderr(
      `dlp-proxy: ${command.message}\n  hint: \`dlp-proxy approvals --help\` says what there is.\n`,
    );
    return EXIT.givenWrong;
  }
  const prepared = await prepare(command, world);
  if (typeof prepared === 'string') {
    world.stderr(`dlp-proxy: ${prepared}\n`);
    return EXIT.givenWrong;
  }
  const answer = await askAdmin(prepared);
  if (!answer.ok) {
    world.stderr(`dlp-proxy: ${printable(answer.problem)}\n`);
    return EXIT.failed;
  }
  world.stdout(command.json ? `${printableJson(answer.value)}\n` : rendered(command, answer, world.width));
  return EXIT.fine;
}

function rendered(
  { action, id }: ApprovalsCommand,
  { value }: AdminAnswer & { ok: true },
  width: number,
): string {
  if (action === 'list')
    return renderList((value as { approvals: readonly ApprovalDocument[] }).approvals, width);
  if (action === 'show') return renderApproval(value as ApprovalDocument, width);
  const { waitsFor } = value as { waitsFor: number };
  if (action === 'deny') return `${id} is refused; it does not run.\n`;
  return waitsFor === 0
    ? `${id} is approved; it runs now, once.\n`
    : `You have agreed to ${id}. ${waitsFor} more ${waitsFor === 1 ? 'person has' : 'people have'} to.\n`;
}

/** What is asked, or what is missing for it. */
async function prepare(
  command: ApprovalsCommand,
  world: ApprovalsSurroundings,
): Promise<AdminRequest | string> {
  const { action, id, reason, all } = command;
  const base = command.url ?? world.env.DLP_ADMIN_URL ?? null;
  if (base === null) return 'say where the admin listener is: `--url URL`, or the variable DLP_ADMIN_URL';
  if (!isSecureUrl(base))
    return 'the URL of the admin listener must be https; http is taken to loopback alone';
  const ca = command.ca === null ? null : await fileText(command.ca, world);
  if (ca !== null && !ca.ok) return ca.problem;
  const authorization = await authorize(command, world);
  if (!authorization.ok) return authorization.problem;
  const paths = {
    list: `/v1/approvals?state=${all ? 'all' : 'open'}`,
    show: `/v1/approvals/${id}`,
    approve: `/v1/approvals/${id}/decision`,
    deny: `/v1/approvals/${id}/decision`,
  };
  const decides = action === 'approve' || action === 'deny';
  return {
    method: decides ? 'POST' : 'GET',
    url: new URL(`${base.replace(/\/+$/, '')}${paths[action]}`),
    authorization: authorization.text,
    body: decides ? { decision: action, ...(reason !== null && { reason }) } : null,
    ca: ca?.text ?? null,
  };
}

type Reading =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: string };

async function authorize(command: ApprovalsCommand, world: ApprovalsSurroundings): Promise<Reading> {
  const token = await secret(command.tokenFile, world.env.DLP_TOKEN, world);
  if (token !== null) return token.ok ? { ok: true, text: `Bearer ${token.text}` } : token;
  const user = command.user ?? world.env.DLP_USER ?? null;
  if (user === null) return wrong('say who you are: `--user NAME`, or a token in the variable DLP_TOKEN');
  const known = await secret(command.passwordFile, world.env.DLP_PASSWORD, world);
  if (known !== null && !known.ok) return known;
  const password = known?.text ?? (await world.askPassword());
  if (password === null)
    return wrong('the password is missing: `--password-file FILE`, or the variable DLP_PASSWORD');
  return { ok: true, text: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

/** Null where there is neither a file nor a variable. */
async function secret(
  file: string | null,
  variable: string | undefined,
  world: ApprovalsSurroundings,
): Promise<Reading | null> {
  const reading: Reading | null =
    file !== null
      ? await fileText(file, world)
      : variable === undefined
        ? null
        : { ok: true, text: variable };
  if (reading === null || !reading.ok) return reading;
  const text = reading.text.replace(/\r?\n$/, '');
  return text === '' || /[\0\r\n]/.test(text)
    ? wrong('a secret is one line that is not empty')
    : { ok: true, text };
}

async function fileText(file: string, { readFile }: ApprovalsSurroundings): Promise<Reading> {
  const reading = await readFile(file, MAX_FILE_BYTES);
  return reading.ok
    ? { ok: true, text: reading.text }
    : wrong(`the file \`${printable(file)}\` ${reading.reason}`);
}

function wrong(problem: string): Reading {
  return { ok: false, problem };
}
