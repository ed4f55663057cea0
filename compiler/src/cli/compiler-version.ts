/** The version of this compiler. */
import { readFileSync } from 'node:fs';

/** As package.json says it; the same file lies above `src` and above `dist`. */
export function compilerVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const manifest: unknown = JSON.parse(text);
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest)
    return String(manifest.version);
  throw new Error('package.json of the compiler has no version');
}
