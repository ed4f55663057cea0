#!/usr/bin/env node
/** The program `dlp-proxy`: which command, and with which status it ends. */
import { readFile } from '../json-file/read-file.ts';
import { makeScramVerifier } from '../pgwire/scram/verifier.ts';
import { runApprovals } from './approvals/run-approvals.ts';
import { readArguments } from './arguments.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { HELP } from './help.ts';
import { askForPassword, readPassword } from './read-password.ts';
import { terminalWidth } from './terminal-width.ts';
import { runToken } from './token/run-token.ts';
import { version } from './version.ts';

async function main(args: readonly string[]): Promise<ExitCode> {
  if (args[0] === 'approvals') return approvals(args.slice(1));
  if (args[0] === 'sessions') return sessions(args.slice(1));
  if (args[0] === 'token') return token(args.slice(1));
  const command = readArguments(args);
  switch (command.kind) {
    case 'help':
      process.stdout.write(HELP);
      return EXIT.fine;
    case 'version':
      process.stdout.write(`dlp-proxy ${version()}\n`);
      return EXIT.fine;
    case 'mistake':
      process.stderr.write(
        `dlp-proxy: ${command.message}\n  hint: \`dlp-proxy --help\` says what there is.\n`,
      );
      return EXIT.givenWrong;
    case 'hash-password':
      return hashPassword();
    default: {
      // Only now: the proxy brings PostgreSQL's parser along.
      const { runProxy } = await import('./run-proxy.ts');
      return runProxy(command);
    }
  }
}

async function approvals(args: readonly string[]): Promise<ExitCode> {
  const stderr = (text: string) => void process.stderr.write(text);
  return runApprovals(args, {
    env: process.env,
    readFile,
    stdout: (text) => void process.stdout.write(text),
    stderr,
    width: terminalWidth(process.stdout, process.env),
    askPassword: () => askForPassword(process.stdin, stderr),
  });
}

/** What went on record, read without a proxy. */
async function sessions(args: readonly string[]): Promise<ExitCode> {
  const { runSessions } = await import('./sessions/run-sessions.ts');
  const { NO_COLOR, TERM } = process.env;
  // Whoever read the output is gone: there is nobody left to read more.
  process.stdout.on('error', () => process.exit(EXIT.fine));
  return runSessions(args, {
    write: (text) =>
      new Promise((resolve) => {
        process.stdout.write(text, () => resolve());
      }),
    complain: (sentence) =>
      void process.stderr.write(
        `dlp-proxy: ${sentence}\n  hint: \`dlp-proxy sessions --help\` says what there is.\n`,
      ),
    width: terminalWidth(process.stdout, process.env),
    colours: process.stdout.isTTY === true && (NO_COLOR ?? '') === '' && TERM !== 'dumb',
  });
}

function token(args: readonly string[]): Promise<ExitCode> {
  return runToken(args, {
    env: process.env,
    readFile,
    now: Date.now,
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
  });
}

async function hashPassword(): Promise<ExitCode> {
  const reading = await readPassword(process.stdin, (text) => process.stderr.write(text));
  if (reading.kind === 'interrupted') return EXIT.interrupted;
  if (reading.kind === 'mistake') {
    process.stderr.write(`dlp-proxy: ${reading.message}\n`);
    return EXIT.givenWrong;
  }
  process.stdout.write(`${await makeScramVerifier(reading.password)}\n`);
  return EXIT.fine;
}

// Not `exitCode`: a connection that is slow to close must not keep a stopped proxy alive.
process.exit(await main(process.argv.slice(2)));
