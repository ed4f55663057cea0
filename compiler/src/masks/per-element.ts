/** Masks of text, applied to each element of an array. */
import { eachElement, elementType } from '../sql/elements.ts';
import type { MaskDefinition } from './mask.ts';

const ELEMENT = 'element';

/** The same mask, which also fits arrays whose elements it fits. */
export function perElement(mask: MaskDefinition): MaskDefinition {
  return {
    ...mask,
    accepts: (type) => mask.accepts(elementType(type) ?? type),
    fits: (type, args) => mask.fits(elementType(type) ?? type, args),
    treatment(column, type, args) {
      const element = elementType(type);
      if (element === null) return mask.treatment(column, type, args);
      const treatment = mask.treatment(ELEMENT, element, args);
      if (treatment.sql === null) return treatment;
      return { ...treatment, sql: eachElement(column, type, ELEMENT, treatment.sql) };
    },
  };
}
