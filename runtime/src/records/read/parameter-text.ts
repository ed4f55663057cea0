/** A parameter on record as people read it: NULL, a text in quotes, bytes in hexadecimal, or the digest of what is withheld. */
import type { Json } from '../journal/format.ts';
import { objectOf, textOf } from './json-access.ts';

export function parameterText(parameter: Json): string {
  if (parameter === null) return 'NULL';
  if (typeof parameter === 'string') return `'${parameter}'`;
  const { digest, hex } = objectOf(parameter);
  return digest === undefined ? `\\x${textOf(hex)}` : textOf(digest);
}
