/** Reads every file that a manifest names, and refuses all others. What is returned is what was hashed. */
import { createHash } from 'node:crypto';
import { type BundleFile, type BundleManifest, MANIFEST_FILE, SIGNATURE_FILE } from '../abi.ts';
import { readBundleFile } from './bundle-directory.ts';
import { type BundleProblem, done, type Outcome, refuse } from './problem.ts';

/** Content by path. `present` are the files of the directory. */
export async function verifyFiles(
  directory: string,
  manifest: BundleManifest,
  present: ReadonlySet<string>,
): Promise<Outcome<ReadonlyMap<string, Buffer>>> {
  const named = new Set([MANIFEST_FILE, SIGNATURE_FILE, ...manifest.files.map(({ path }) => path)]);
  for (const path of present)
    if (!named.has(path))
      return refuse('unexpected-file', `\`${path}\` is not named in \`${MANIFEST_FILE}\``);
  const contents = new Map<string, Buffer>();
  for (const file of manifest.files) {
    if (!present.has(file.path)) return refuse('missing-file', `the bundle lacks \`${file.path}\``);
    const read = await readBundleFile(directory, file.path, file.bytes);
    const problem = read.ok ? difference(file, read.value) : lengthProblem(file);
    if (problem !== null) return { ok: false, problem };
    if (read.ok) contents.set(file.path, read.value);
  }
  return done(contents);
}

function difference(file: BundleFile, content: Buffer): BundleProblem | null {
  if (content.length !== file.bytes) return lengthProblem(file);
  const digest = createHash('sha256').update(content).digest('hex');
  if (digest === file.sha256) return null;
  return {
    code: 'wrong-content',
    message: `the SHA-256 of \`${file.path}\` is not that of \`${MANIFEST_FILE}\``,
  };
}

function lengthProblem({ path, bytes }: BundleFile): BundleProblem {
  return {
    code: 'wrong-content',
    message: `\`${path}\` does not have the ${bytes} bytes of \`${MANIFEST_FILE}\``,
  };
}
