/** From the bytes of `manifest.json` to a manifest that holds together. Versions are judged before anything else. */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import {
  ABI_VERSION,
  BUNDLE_FORMAT_VERSION,
  type BundleManifest,
  canonicalJson,
  MANIFEST_FILE,
  manifestText,
} from '../abi.ts';
import type { BundleLimits } from './limits.ts';
import { manifestShape, versionShape } from './manifest-shape.ts';
import { type BundleProblem, done, type Outcome, refuse } from './problem.ts';
import { isBundlePath } from './safe-path.ts';

const COMPILE_AGAIN = "compile the policies with the `dlpc` of the proxy's own release";

/** Parses a manifest strictly: unknown keys, another layout and a wrong revision are refused. */
export function parseManifest(bytes: Buffer, limits: BundleLimits): Outcome<BundleManifest> {
  const json = parseJson(bytes);
  if (json === null) return malformed('is no JSON text');
  const versions = v.safeParse(versionShape, json.value);
  if (!versions.success) return malformed('does not say which format and which ABI it has');
  const { format, abi } = versions.output;
  if (format !== BUNDLE_FORMAT_VERSION)
    return refuse(
      'unknown-format',
      `the bundle has format ${format}, and this proxy reads format ${BUNDLE_FORMAT_VERSION}: ${COMPILE_AGAIN}`,
    );
  if (abi !== ABI_VERSION)
    return refuse(
      'unknown-abi',
      `the bundle speaks ABI ${abi}, and this proxy speaks ABI ${ABI_VERSION}: ${COMPILE_AGAIN}`,
    );
  const parsed = v.safeParse(manifestShape, json.value, { abortEarly: true });
  if (!parsed.success) return malformed(`is wrong at \`${v.getDotPath(parsed.issues[0]) ?? '$'}\``);
  const manifest = parsed.output;
  // One text for one manifest: this finds keys that stand twice, and any change to the layout.
  if (manifestText(manifest) !== json.text) return malformed('is not laid out as `dlpc` writes it');
  const { revision, ...content } = manifest;
  if (createHash('sha256').update(canonicalJson(content)).digest('hex') !== revision)
    return refuse(
      'wrong-revision',
      `\`${MANIFEST_FILE}\` was changed: its revision is not that of its content`,
    );
  const problem = incoherence(manifest, limits);
  return problem === null ? done(manifest) : { ok: false, problem };
}

function parseJson(bytes: Buffer): { readonly text: string; readonly value: unknown } | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, value: JSON.parse(text) };
  } catch {
    return null;
  }
}

function incoherence({ files, sources }: BundleManifest, limits: BundleLimits): BundleProblem | null {
  if (files.length > limits.files) return tooLarge(`names more than ${limits.files} files`);
  let total = 0;
  for (const { path, bytes } of files) {
    if (!isBundlePath(path))
      return refuse('unsafe-path', `\`${path}\` is no path of a bundle's file`).problem;
    if (bytes > limits.fileBytes)
      return tooLarge(
        `names a file of ${bytes} bytes, \`${path}\`, and at most ${limits.fileBytes} are read`,
      );
    total += bytes;
  }
  if (total > limits.totalBytes)
    return tooLarge(`names files of more than ${limits.totalBytes} bytes in all`);
  if (!areOrdered(files.map(({ path }) => path)))
    return malformed('does not name its files in order').problem;
  if (!areOrdered(sources.map(({ name }) => name)))
    return malformed('does not name its sources in order').problem;
  const scripts = new Set(files.map(({ path }) => path).filter((path) => /^matchers\/.*\.js$/.test(path)));
  const orphan = sources.find(({ matcher }) => !scripts.has(matcher));
  return orphan === undefined
    ? null
    : malformed(`names \`${orphan.matcher}\`, which is no matcher of the bundle`).problem;
}

/** Whether each comes after the one before; then none stands twice. */
function areOrdered(names: readonly string[]): boolean {
  return names.every((name, index) => index === 0 || (names[index - 1] ?? '') < name);
}

function malformed(what: string) {
  return refuse('malformed-manifest', `\`${MANIFEST_FILE}\` ${what}`);
}

function tooLarge(what: string): BundleProblem {
  return { code: 'too-large', message: `\`${MANIFEST_FILE}\` ${what}` };
}
