/** What a case expects, from its tree. */
import type { Expectation, JsonPath, Name } from '@dlpc/language';
import { nameText } from '@dlpc/language';
import type { Expected } from './bound-test.ts';

export function expectedOf(expectation: Expectation): Expected {
  switch (expectation.kind) {
    case 'AllowExpectation':
      return { kind: 'allow' };
    case 'DenyExpectation':
      return { kind: 'deny' };
    case 'ApproveExpectation':
      return { kind: 'approve', groups: new Set(expectation.groups.map(({ value }) => value)) };
    case 'MaskExpectation':
      return { kind: 'mask', columns: new Set(expectation.columns.map(maskedText)) };
  }
}

/** A column by its name, and a place of an answer as a path: `$.items[*].email`. */
function maskedText(masked: Name | JsonPath): string {
  if (masked.kind === 'Name') return masked.text;
  return `$${masked.steps.map((step) => (step.kind === 'EachStep' ? '[*]' : `.${nameText(step.text)}`)).join('')}`;
}
