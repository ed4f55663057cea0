/** All validators of the language, by name. */
import { aba } from './aba.ts';
import { iban } from './iban.ts';
import { ipv4 } from './ipv4.ts';
import { luhn } from './luhn.ts';
import { ssn } from './ssn.ts';
import type { Validator } from './validator.ts';

const validators: readonly Validator[] = [luhn, iban, ssn, aba, ipv4];

const byName: ReadonlyMap<string, Validator> = new Map(
  validators.map((validator) => [validator.name, validator]),
);

/** Names of all validators. */
export const validatorNames: readonly string[] = validators.map(({ name }) => name);

/** The validator called `name`. */
export function findValidator(name: string): Validator | null {
  return byName.get(name) ?? null;
}
