/** Which relations hold rows of their own, rather than those of others. */
import type { Relation } from '../schema/model.ts';

/** Whether rows are stored in a relation, so that they can be filtered and labelled there. */
export function holdsRows({ kind }: Relation): boolean {
  return kind !== 'view';
}
