/** The address of a statement on record within the console. */
import { hashOf } from '../use-hash.ts';

export function recordLink(session: string, n: number): string {
  return hashOf('records', session, n);
}
