/** Identifiers as the server prints them. */
import { QUOTED_KEYWORDS } from './quoted-keywords.ts';

/** `name`, in double quotes where the server's `quote_identifier` puts them. */
export function quoteIdentifier(name: string): string {
  const isPlain = /^[a-z_][a-z0-9_]*$/.test(name) && !QUOTED_KEYWORDS.has(name);
  return isPlain ? name : `"${name.replaceAll('"', '""')}"`;
}
