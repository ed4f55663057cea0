/** A name as a policy writes it. */
import { keywords } from './keywords.ts';
import { quote } from './literals.ts';

const reserved = new Set(keywords.filter((k) => k.roles.includes('reserved')).map((k) => k.word));

/** The name itself, or, where it is no word or means something else, in double quotes. */
export function nameText(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !reserved.has(name) ? name : quote(name);
}
