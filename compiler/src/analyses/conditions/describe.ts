/** A set of requests as a condition that a person reads, and that the language would read as the same set. */
import type { CallerSpace, Callers } from '../../check/satisfy/caller-space.ts';
import type { SetField } from '../../ir/ir.ts';
import { booleanLiteral } from './boolean-literal.ts';
import { type Cube, coverOf } from './cover.ts';
import { integerLiteral } from './integer-literal.ts';
import { type SetQuestion, setLiterals } from './set-literals.ts';
import { textLiteral } from './text-literal.ts';
import { type TimeTerm, timeTerms } from './time-terms.ts';

/** One way to be among those meant: all of it has to hold. */
export interface Term {
  /** Conditions of the language; none where everyone is meant. */
  readonly literals: readonly string[];
  /** The last day, as behind `until`; null for ever. */
  readonly until: string | null;
  /** The day that has to be over; null from ever. */
  readonly after: string | null;
}

export interface Description {
  /** Any of them will do; none where nobody is meant. */
  readonly terms: readonly Term[];
  /** False where there are too many to list, or the diagram's bounds were met. */
  readonly complete: boolean;
}

/** Describes `callers`; `most` is how many simple sets they are at most divided into. */
export function describe(space: CallerSpace, callers: Callers, most?: number): Description {
  const { cubes, complete } = coverOf(space, callers, most);
  const optionalSets = new Set<SetField>(
    space.facets().flatMap(({ subject }) => (subject.kind === 'absence' ? [subject.set] : [])),
  );
  return { terms: cubes.flatMap((cube) => termsOf(cube, optionalSets)), complete };
}

/** `"support" in caller.groups and caller.kind == human until 2027-03-31`; `true` for everyone. */
export function termText({ literals, until, after }: Term): string {
  const conditions = literals.length === 0 ? 'true' : literals.join(' and ');
  return [conditions, after === null ? null : `after ${after}`, until === null ? null : `until ${until}`]
    .filter((part) => part !== null)
    .join(' ');
}

/** One cube is more than one term where its moments are: two windows, say. */
function termsOf(cube: Cube, optionalSets: ReadonlySet<SetField>): readonly Term[] {
  const literals: string[] = [];
  const sets = new Map<SetQuestion['set'], SetQuestion>();
  let times: readonly TimeTerm[] = [{ literals: [], until: null, after: null }];
  for (const [{ subject }, numbers] of cube)
    switch (subject.kind) {
      case 'kind':
        literals.push(`caller.kind == ${subject.values[numbers[0] ?? 0]}`);
        break;
      case 'text':
        literals.push(textLiteral(subject.field, subject.values, numbers));
        break;
      case 'integer':
        literals.push(integerLiteral(subject.claim, subject.values, numbers));
        break;
      case 'boolean':
        literals.push(booleanLiteral(subject.claim, subject.values, numbers));
        break;
      case 'time':
        times = timeTerms(subject, numbers);
        break;
      case 'member':
      case 'absence':
        sets.set(subject.set, askedOf(sets.get(subject.set), subject, numbers.includes(1), optionalSets));
        break;
    }
  const asked = [...literals, ...[...sets.values()].flatMap(setLiterals)];
  // What somebody is says more than what they are not.
  const all = [...asked.filter((text) => !isDenial(text)), ...asked.filter(isDenial)];
  return times.map(({ literals: open, until, after }) => ({ literals: [...all, ...open], until, after }));
}

function isDenial(literal: string): boolean {
  return literal.startsWith('not ');
}

/** One more thing that is asked of a set. */
function askedOf(
  before: SetQuestion | undefined,
  subject:
    | { readonly kind: 'member'; readonly set: SetQuestion['set']; readonly member: string }
    | { readonly kind: 'absence'; readonly set: SetField },
  isOne: boolean,
  optionalSets: ReadonlySet<SetField>,
): SetQuestion {
  const { set } = subject;
  const isOptional = optionalSets.has(set);
  const question = before ?? { set, isOptional, isAbsent: null, members: [] };
  return subject.kind === 'absence'
    ? { ...question, isAbsent: isOne }
    : { ...question, members: [...question.members, { member: subject.member, isIn: isOne }] };
}
