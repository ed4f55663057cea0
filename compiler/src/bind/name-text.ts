/** A name as a policy writes it. */
import { keywords } from '@dlpc/language';

const reserved = new Set(keywords.filter((k) => k.roles.includes('reserved')).map((k) => k.word));

/** The name itself, or, where it is no word or means something else, in double quotes. */
export function nameText(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !reserved.has(name)) return name;
  const escaped = name.replaceAll(/["\\]|[^ \P{C}]/gu, (character) =>
    character === '"' || character === '\\'
      ? `\\${character}`
      : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return `"${escaped}"`;
}
