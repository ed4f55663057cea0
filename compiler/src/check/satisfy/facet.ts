/**
 * The things that conditions tell requests apart by, each with its values: for writing a set of requests as a condition.
 * A number of a facet stands for all values that no condition tells apart.
 */
import type { CallerKind, TimeWindow } from '@dlpc/runtime/abi';
import type { ClaimField, SetField, TextField } from '../../ir/ir.ts';
import type { Fn } from './bdd.ts';
import type { Domain } from './domain.ts';
import type { Moment } from './moments.ts';
import type { Valued } from './value-classes.ts';

/** What a facet is about. Values are in the order of their numbers; null is the value of what is absent. */
export type FacetSubject =
  | { readonly kind: 'kind'; readonly values: readonly CallerKind[] }
  /** Each value with all texts that it stands for; the first one, with none, is for those that no condition mentions. */
  | { readonly kind: 'text'; readonly field: TextField; readonly values: readonly TextClass[] }
  /** Each value is the greatest of those it stands for, but the last, which has no bound above. */
  | { readonly kind: 'integer'; readonly claim: ClaimField; readonly values: readonly Valued<number>[] }
  | { readonly kind: 'boolean'; readonly claim: ClaimField; readonly values: readonly Valued<boolean>[] }
  /** Number 1 where the set holds the member. */
  | { readonly kind: 'member'; readonly set: SetField; readonly member: string }
  /** Number 1 where the set is absent; then it holds no member. */
  | { readonly kind: 'absence'; readonly set: ClaimField }
  | {
      readonly kind: 'time';
      readonly values: readonly Moment[];
      readonly windows: readonly TimeWindow[];
      /** First instants after policies have ended, in order. */
      readonly ends: readonly number[];
    };

export type TextClass = { readonly example: string; readonly texts: readonly string[] } | null;

/** One facet of a space, in the variables of its diagram. */
export interface Facet {
  readonly subject: FacetSubject;
  /** How many numbers there are; at least one. */
  readonly size: number;
  /** Where the number is one of these, which are in order. */
  of(numbers: readonly number[]): Fn;
  /** The numbers that variables with these values leave possible, in order. */
  numbersAt(values: ReadonlyMap<number, boolean>): readonly number[];
}

/** The facet of a domain. */
export function facetOf(subject: FacetSubject, domain: Domain<unknown>): Facet {
  return {
    subject,
    size: domain.size,
    of: (numbers) => domain.of(numbers),
    numbersAt: (values) => domain.numbersAt(values),
  };
}

/** Texts by the class that stands for them. */
export function textValues(
  values: readonly Valued<string>[],
  numberOf: ReadonlyMap<string, number>,
): readonly TextClass[] {
  const texts = values.map((): string[] => []);
  for (const [text, number] of numberOf) texts[number]?.push(text);
  return values.map((value, number) =>
    value === null ? null : { example: value.value, texts: (texts[number] ?? []).toSorted() },
  );
}
