/** The masker for a body of some form; null for a form that cannot be masked. */
import type { ShapeIndex } from '../abi.ts';
import { CsvMasker } from './csv-masker.ts';
import { EventMasker } from './event-masker.ts';
import { FormMasker } from './form-masker.ts';
import { JsonMasker } from './json/json-masker.ts';
import type { ValuePlans } from './json/value-plan.ts';
import type { BodyMasker } from './masking.ts';

export function bodyMasker(form: string, plans: ValuePlans, shape: ShapeIndex): BodyMasker | null {
  switch (form) {
    case 'json':
      return new JsonMasker(plans, plans.of(shape));
    case 'json-lines':
      return new JsonMasker(plans, plans.of(plans.itemOf(shape)), { isSequence: true });
    case 'events':
      return new EventMasker(plans, plans.of(plans.itemOf(shape)));
    case 'form':
      return new FormMasker(plans, shape);
    case 'csv':
      return new CsvMasker(plans, shape);
    default:
      return null;
  }
}
