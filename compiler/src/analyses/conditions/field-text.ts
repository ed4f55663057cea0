/** Fields as a policy writes them. */
import { nameText } from '../../bind/name-text.ts';
import type { SetField, TextField } from '../../ir/ir.ts';

const CLAIMS = 'caller.claims.';

/** `task.name`, `caller.claims."cost center"` */
export function fieldText(field: TextField | SetField): string {
  return field.startsWith(CLAIMS) ? CLAIMS + nameText(field.slice(CLAIMS.length)) : field;
}
