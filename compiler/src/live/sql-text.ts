/** Names and texts as they stand in a snapshot. */
import { quoteIdentifier } from '../schema/types/quote-identifier.ts';

/** `schema.name`, quoted where it must be. */
export function qualifiedName(schema: string, name: string): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}

/** What a reviewer does not see, line ends included. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** A literal on one line in which everything can be seen. */
export function literal(text: string): string {
  const quoted = text.replaceAll("'", "''");
  if (!UNSEEN.test(text))
    return text.includes('\\') ? `E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
  const escaped = quoted.replaceAll('\\', '\\\\').replace(new RegExp(UNSEEN, 'gu'), escapeOf);
  return `E'${escaped}'`;
}

function escapeOf(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\t') return '\\t';
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff
    ? `\\U${code.toString(16).padStart(8, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}
