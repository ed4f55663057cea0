/** `dlpc inspect`: verifies a bundle and says what is in it. Writes nothing, and runs nothing of the bundle. */
import type { KeyObject } from 'node:crypto';
import { printable } from '@dlpc/language';
import type { BundleManifest } from '@dlpc/runtime/abi';
import { type InspectedBundle, inspectBundle } from '../../bundle/inspect-bundle.ts';
import { readPublicKey } from '../../bundle/signing-key.ts';
import type { Host } from '../../host/host.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Format } from '../report.ts';
import { apiSummaryOf, apiTable, sourceTable, summaryOf } from '../source-summary.ts';
import type { Terminal } from '../terminal.ts';

export interface InspectOptions {
  readonly format: Format;
  /** Path of the public key that must have signed. */
  readonly key?: string | undefined;
}

const MAX_KEY_BYTES = 64 * 1024;

/** Runs the command. */
export async function runInspect(
  host: Host,
  terminal: Terminal,
  directory: string,
  { format, key: keyFile }: InspectOptions,
): Promise<ExitCode> {
  const key = await readKey(host, keyFile);
  if (!key.ok) {
    terminal.stderr.write(`dlpc: ${printable(key.reason)}\n`);
    return EXIT.usage;
  }
  const inspection = await inspectBundle(host, directory, key.key);
  if (!inspection.ok) {
    if (format === 'json') printJson(terminal, { sound: false, problem: inspection.message });
    else terminal.stderr.write(`dlpc: ${printable(inspection.message)}\n`);
    return inspection.isThere ? EXIT.problems : EXIT.usage;
  }
  if (format === 'json') printJson(terminal, { sound: true, bundle: reportOf(inspection.bundle) });
  else terminal.stdout.write(textOf(inspection.bundle, directory));
  return EXIT.ok;
}

async function readKey(
  host: Host,
  file: string | undefined,
): Promise<
  { readonly ok: true; readonly key: KeyObject | null } | { readonly ok: false; readonly reason: string }
> {
  if (file === undefined) return { ok: true, key: null };
  const reading = await host.readText(file, MAX_KEY_BYTES);
  const key = reading.ok
    ? readPublicKey(reading.text)
    : { ok: false as const, reason: reading.failure.reason };
  return key.ok ? key : { ok: false, reason: `\`${file}\` cannot be used as a key: ${key.reason}` };
}

function printJson({ stdout }: Terminal, report: Readonly<Record<string, unknown>>): void {
  stdout.write(`${JSON.stringify({ version: 1, ...report }, null, 2)}\n`);
}

function reportOf({ manifest, signature }: InspectedBundle): unknown {
  const { revision, sequence, compiler, format, abi, sources, files } = manifest;
  return {
    ...{ revision, sequence, compiler, format, abi },
    signer: signature === null ? null : { key: signature.key, verified: signature.isVerified },
    sources: sources.map(({ name, kind, schemaFingerprint, contents }) => ({
      ...{ name, kind, schemaFingerprint },
      ...contents,
    })),
    files,
  };
}

function textOf({ manifest, signature }: InspectedBundle, directory: string): string {
  const { revision, sequence, compiler, format, abi, sources } = manifest;
  const lines = [
    `bundle      ${printable(directory)}`,
    `revision    ${revision}`,
    `sequence    ${sequence}${sequence === 0 ? ' (no order)' : ''}`,
    `compiler    ${printable(compiler)}, format ${format}, ABI ${abi}`,
    `signed by   ${signerText(signature)}`,
    `files       ${filesText(manifest)}`,
    '',
    ...tablesOf(sources),
    ...sources.flatMap(({ name, kind, schemaFingerprint, contents }) => [
      '',
      `${kind === 'http' ? 'api' : 'database'} ${printable(name)}`,
      `  schema    ${schemaFingerprint}`,
      `  policies  ${contents.policies.map(printable).join(', ') || 'none'}`,
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Those of databases, then those of APIs, each where there are any. */
function tablesOf(sources: BundleManifest['sources']): readonly string[] {
  const databases = sources.filter(({ kind }) => kind === 'postgres');
  const apis = sources.filter(({ kind }) => kind === 'http');
  const tables = [
    databases.length === 0 ? '' : sourceTable(databases.map((s) => summaryOf(s.name, s.contents))),
    apiTable(apis.map((s) => apiSummaryOf(s.name, s.contents))),
  ];
  return tables.filter((table) => table !== '').map((table) => table.trimEnd());
}

function signerText(signature: InspectedBundle['signature']): string {
  if (signature === null) return 'nobody';
  const how = signature.isVerified ? 'verified' : 'not verified: `--key` says with which public key';
  return `the key ${signature.key} (${how})`;
}

function filesText({ files }: BundleManifest): string {
  const bytes = files.reduce((total, file) => total + file.bytes, 0);
  return `${files.length}, ${bytes} bytes, all of them as the manifest says`;
}
