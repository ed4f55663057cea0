/**
 * From the bytes of `manifest.json` to a manifest that holds together. The proxy has a reader of its own, which shares no
 * line with this one: the wall between compiler and runtime leaves them the ABI alone, and tests hold the two
 * against each other on the same broken bundles.
 */
import { createHash } from 'node:crypto';
import {
  ABI_VERSION,
  BUNDLE_FORMAT_VERSION,
  type BundleFile,
  type BundleManifest,
  type BundleSource,
  canonicalJson,
  MANIFEST_FILE,
  manifestText,
} from '@dlpc/runtime/abi';

/** A manifest, or a sentence that says why it is none. */
export type ManifestReading =
  | { readonly ok: true; readonly manifest: BundleManifest }
  | { readonly ok: false; readonly message: string };

const MOST_FILES = 20_000;
const MOST_FILE_BYTES = 64 * 1024 * 1024;
const MOST_BYTES = 256 * 1024 * 1024;
const LONGEST_TEXT = 1024;

/** Reads a manifest. Keys too many, another layout, a wrong order or revision are refused. */
export function readManifest(bytes: Uint8Array): ManifestReading {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch {
    return failed(`\`${MANIFEST_FILE}\` is no JSON text`);
  }
  const { format, abi } = fieldsOf(value);
  if (!isCount(format) || !isCount(abi))
    return failed(`\`${MANIFEST_FILE}\` does not say which format and which ABI it has`);
  if (format !== BUNDLE_FORMAT_VERSION || abi !== ABI_VERSION)
    return failed(
      `the bundle has format ${format} and ABI ${abi}, and this release reads format ${BUNDLE_FORMAT_VERSION} and ABI ${ABI_VERSION}`,
    );
  const manifest = manifestOf(value);
  // The text of what was understood is the text that is there: so nothing else is in it, and nothing twice.
  if (manifest === null || manifestText(manifest) !== text)
    return failed(`\`${MANIFEST_FILE}\` is not what \`dlpc\` writes`);
  const { revision, ...content } = manifest;
  if (createHash('sha256').update(canonicalJson(content)).digest('hex') !== revision)
    return failed(`\`${MANIFEST_FILE}\` was changed: its revision is not that of its content`);
  const fault = faultOf(manifest);
  return fault === null ? { ok: true, manifest } : failed(`\`${MANIFEST_FILE}\` ${fault}`);
}

/** Null where something is missing, or is of another type. */
function manifestOf(value: unknown): BundleManifest | null {
  const { format, abi, compiler, revision, sequence, sources, files } = fieldsOf(value);
  if (!isCount(format) || !isCount(abi) || !isText(compiler) || !isDigest(revision) || !isCount(sequence))
    return null;
  const readSources = listOf(sources, sourceOf);
  const readFiles = listOf(files, fileOf);
  if (readSources === null || readFiles === null) return null;
  return { format, abi, compiler, revision, sequence, sources: readSources, files: readFiles };
}

function sourceOf(value: unknown): BundleSource | null {
  const { name, kind, matcher, schemaFingerprint, contents } = fieldsOf(value);
  const { policies, rules, relations, protectedColumns } = fieldsOf(contents);
  const names = listOf(policies, (policy) => (isText(policy) ? policy : null));
  if (kind !== 'postgres' && kind !== 'http') return null;
  if (!isText(name) || !isText(matcher) || !isDigest(schemaFingerprint)) return null;
  if (names === null || !isCount(rules) || !isCount(relations) || !isCount(protectedColumns)) return null;
  return {
    ...{ name, kind, matcher, schemaFingerprint },
    contents: { policies: names, rules, relations, protectedColumns },
  };
}

function fileOf(value: unknown): BundleFile | null {
  const { path, bytes, sha256 } = fieldsOf(value);
  return isText(path) && isCount(bytes) && isDigest(sha256) ? { path, bytes, sha256 } : null;
}

function faultOf({ files, sources }: BundleManifest): string | null {
  if (files.length > MOST_FILES) return `names more than ${MOST_FILES} files`;
  const stray = files.find(({ path }) => !isBundlePath(path));
  if (stray !== undefined) return `names \`${stray.path}\`, which is no path of a bundle's file`;
  if (files.some(({ bytes }) => bytes > MOST_FILE_BYTES))
    return `names a file of more than ${MOST_FILE_BYTES} bytes`;
  if (files.reduce((total, { bytes }) => total + bytes, 0) > MOST_BYTES)
    return `names files of more than ${MOST_BYTES} bytes in all`;
  if (!isOrdered(files.map(({ path }) => path))) return 'does not name its files in order';
  if (!isOrdered(sources.map(({ name }) => name))) return 'does not name its sources in order';
  const scripts = new Set(files.map(({ path }) => path).filter((path) => /^matchers\/.*\.js$/.test(path)));
  const orphan = sources.find(({ matcher }) => !scripts.has(matcher));
  return orphan === undefined ? null : `names \`${orphan.matcher}\`, which is no matcher of the bundle`;
}

/** Below one of the two folders, and nowhere else on any platform. */
function isBundlePath(path: string): boolean {
  const [folder, ...segments] = path.split('/');
  const isPlain = (segment: string) =>
    !/^\.*$/.test(segment) && !/[\\:\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(segment);
  const isFolder = folder === 'matchers' || folder === 'policies';
  return isFolder && segments.length > 0 && segments.every(isPlain) && path.isWellFormed();
}

function isOrdered(names: readonly string[]): boolean {
  return names.every((name, index) => index === 0 || (names[index - 1] ?? '') < name);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Null where it is no list, or where one of its items is none. */
function listOf<Item>(value: unknown, itemOf: (item: unknown) => Item | null): readonly Item[] | null {
  if (!Array.isArray(value)) return null;
  const items = value.map(itemOf).filter((item) => item !== null);
  return items.length === value.length ? items : null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_TEXT;
}

function isDigest(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function failed(message: string): ManifestReading {
  return { ok: false, message };
}
