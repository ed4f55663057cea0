/** A small bundle on disk, to be tampered with. */
import { createHash, type KeyObject } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type BundleManifest, canonicalJson, manifestText } from '@dlpc/runtime/abi';
import { buildBundle } from '../../../compiler/src/bundle/build-bundle.ts';
import { signBundle } from '../../../compiler/src/bundle/sign-bundle.ts';
import type { IrSource } from '../../../compiler/src/ir/ir.ts';
import { columnEntry, commandRule, relationEntry } from '../../support/entries.ts';

const redact = {
  text: 'redact',
  rank: 0,
  sql: "CAST('[redacted]' AS pg_catalog.text)",
  keyed: false,
  lookup: false,
};

const crm: IrSource = {
  source: 'crm',
  schemaFingerprint: '0'.repeat(64),
  identity: null,
  claims: [],
  policies: [
    {
      name: 'support',
      admits: true,
      record: null,
      condition: { op: 'has', set: 'caller.groups', member: 'support' },
    },
  ],
  rules: [{ policy: 0, text: 'allow select on customers', file: 'crm.dlp', line: 7 }],
  limits: [],
  relations: [
    relationEntry('customers', {
      columns: [
        columnEntry('id', 'bigint'),
        columnEntry('email', 'text', {
          labels: [{ label: 'pii', rules: [{ policy: 0, treatment: redact, rule: 0 }] }],
          fallback: redact,
        }),
      ],
      commands: { select: [commandRule(0, 'allow', 0)] },
    }),
  ],
};

export const POLICY_TEXT = 'policy support for "support" in caller.groups { … }\n';

/** The files of a sound bundle, by path. */
export function soundFiles(): Map<string, Buffer> {
  const { files } = buildBundle({
    sources: [crm],
    policies: [{ path: 'crm.dlp', text: POLICY_TEXT }],
    compilerVersion: '0.1.0',
  });
  return new Map([...files].map(([path, bytes]) => [path, Buffer.from(bytes)]));
}

/** The manifest of `files` as data that a test may change. */
export function manifestOf(files: ReadonlyMap<string, Buffer>): Record<string, unknown> {
  return JSON.parse(String(files.get('manifest.json'))) as Record<string, unknown>;
}

/** Writes a manifest with a right revision into `files`, whatever it says. */
export function seal(files: Map<string, Buffer>, manifest: Record<string, unknown>): void {
  const { revision: _, ...content } = manifest;
  const revision = createHash('sha256').update(canonicalJson(content)).digest('hex');
  const sealed = { ...content, revision } as unknown as Parameters<typeof manifestText>[0];
  files.set('manifest.json', Buffer.from(manifestText(sealed)));
}

/** Puts `content` at `path`, and seals the bundle as if the compiler had written it. */
export function replaceFile(files: Map<string, Buffer>, path: string, content: string): void {
  files.set(path, Buffer.from(content));
  const named = [...files]
    .filter(([other]) => !other.startsWith('manifest.'))
    .map(([path, bytes]) => ({
      path,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  seal(files, { ...manifestOf(files), files: named });
}

/** Signs `files` as they are now, in place. */
export function signed(files: Map<string, Buffer>, key: KeyObject): Map<string, Buffer> {
  const manifest = JSON.parse(String(files.get('manifest.json'))) as BundleManifest;
  const bundle = signBundle({ manifest, files }, key);
  for (const [path, bytes] of bundle.files) files.set(path, Buffer.from(bytes));
  return files;
}

export interface BundleOnDisk {
  readonly directory: string;
  remove(): void;
}

/** Writes `files` into a directory of their own, with room for a test beside it. */
export function onDisk(files: ReadonlyMap<string, Buffer>): BundleOnDisk {
  const parent = mkdtempSync(join(tmpdir(), 'dlp-bundle-'));
  const directory = join(parent, 'policy');
  mkdirSync(directory);
  for (const [path, content] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return { directory, remove: () => rmSync(parent, { recursive: true }) };
}
