/** By which paths a bundle names its files: safe on any file system, and never the same for two different names. */

/** Where the policy file at `path`, relative to the root of the policies, stands in a bundle. */
export function policyFileName(path: string): string {
  return `policies/${path.split('/').map(encodeSegment).join('/')}`;
}

/** Where the matcher of a source stands in a bundle, without its extension. */
export function matcherFileName(source: string): string {
  return `matchers/${encodeSegment(source)}`;
}

/** Characters that no file system gives a meaning, and no terminal hides. */
const UNSAFE = /[^\p{L}\p{N}_.@+=,-]/gu;

/** Percent-encodes what is unsafe, `%` itself among it, so that the way back stays unambiguous. */
function encodeSegment(segment: string): string {
  if (segment === '') return '%';
  if (/^\.+$/.test(segment)) return segment.replaceAll('.', '%2E');
  return segment.replace(UNSAFE, (character) =>
    [...Buffer.from(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}
