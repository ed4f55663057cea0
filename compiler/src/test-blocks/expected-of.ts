/** What a case expects, from its tree. */
import {
  diagnostic,
  type Expectation,
  type ExpectedBudget,
  type MaskedPlace,
  nameText,
  type RelationReference,
} from '@dlpc/language';
import { relationKey } from '@dlpc/runtime/abi';
import { isApi } from '../bind/api/api-source.ts';
import { budgetSpan } from '../bind/bind-budget.ts';
import type { Detector, Source } from '../bind/program.ts';
import type { Report } from '../bind/report.ts';
import { resolveRelation } from '../bind/resolve-relation.ts';
import { checkMask } from '../check/masks/check-mask.ts';
import type { Expected } from './bound-test.ts';
import { budgetText } from './budget-text.ts';

/** What an expectation names is looked up in. */
export interface ExpectedOf {
  readonly source: Source;
  readonly detectors: ReadonlyMap<string, Detector>;
  readonly report: Report;
}

/** Null where something in it is wrong, which has been reported. */
export function expectedOf(expectation: Expectation, within: ExpectedOf): Expected | null {
  if (expectation.kind === 'DenyExpectation') return { kind: 'deny' };
  const filtered = filteredIn(expectation.filtered, within);
  const limited = limitedIn(expectation.limited, within);
  if (filtered === 'wrong' || limited === 'wrong') return null;
  const passing = { filtered, limited };
  switch (expectation.kind) {
    case 'AllowExpectation':
      return { kind: 'allow', ...passing };
    case 'ApproveExpectation':
      return {
        kind: 'approve',
        groups: new Set(expectation.groups.map(({ value }) => value)),
        people: expectation.count?.value ?? null,
        ...passing,
      };
    case 'MaskExpectation': {
      const columns = columnsOf(expectation.columns, within);
      return columns && { kind: 'mask', columns, ...passing };
    }
  }
}

/** As in a statement, several names before a `with` share the mask behind it. */
function columnsOf(
  places: readonly MaskedPlace[],
  { detectors, report }: ExpectedOf,
): ReadonlyMap<string, string | null> | null {
  const columns: (readonly [string, string | null])[] = [];
  let text: string | null = null;
  for (const { place, mask } of places.toReversed()) {
    if (mask !== null) {
      const checked = checkMask(mask, detectors, report);
      if (checked === null) return null;
      text = checked.text;
    }
    columns.push([placeText(place), text]);
  }
  return new Map(columns.toReversed());
}

function filteredIn(
  references: readonly RelationReference[],
  { source, report }: ExpectedOf,
): ReadonlySet<string> | null | 'wrong' {
  const [first] = references;
  if (first === undefined) return null;
  if (isApi(source)) {
    report(diagnostic('sql-on-api', first.span, { construct: '`filter`', source: source.name }));
    return 'wrong';
  }
  const relations = references.map((reference) => resolveRelation(source, reference, report));
  const found = relations.filter((relation) => relation !== null);
  return found.length < relations.length
    ? 'wrong'
    : new Set(found.map(({ schema, name }) => relationKey(schema, name)));
}

function limitedIn(
  budgets: readonly ExpectedBudget[],
  { report }: ExpectedOf,
): ReadonlySet<string> | null | 'wrong' {
  if (budgets.length === 0) return null;
  const texts = budgets.map((budget) => {
    const span = budgetSpan(budget, report);
    return span && budgetText({ amount: budget.amount.value, ...span });
  });
  const known = texts.filter((text) => text !== null);
  return known.length < texts.length ? 'wrong' : new Set(known);
}

/** A column by its name, and a place of an answer as a path: `$.items[*].email`. */
function placeText(place: MaskedPlace['place']): string {
  if (place.kind === 'Name') return place.text;
  return `$${place.steps.map((step) => (step.kind === 'EachStep' ? '[*]' : `.${nameText(step.text)}`)).join('')}`;
}
