/** What the page of the playground is made of, for whoever serves it: `dlpc playground`, and the admin listener. */

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  wasm: 'application/wasm',
};

/** Names as the page's build gives them. */
const FILE = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.(css|html|js|wasm)$/;

/** Of a file by its name; null for one that is none of the page. */
export function playgroundMediaType(name: string): string | null {
  return MEDIA_TYPES[FILE.exec(name)?.[1] ?? ''] ?? null;
}

/** The policies, their schemas and a first question, as JSON. */
export const PLAYGROUND_PROJECT = 'project.json';

export const PLAYGROUND_HEADERS: Readonly<Record<string, string>> = {
  // The editor writes styles into its elements, and the SQL parser is WebAssembly.
  'content-security-policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; " +
    "style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
