/** How one policy, were it the only one that applies, shows the labelled columns of a relation. */
import { type CheckResult, nameText, type Policy, type Relation, type Source } from '@dlpc/compiler';

/** Columns in their order, each with the treatment as a policy writes it; one that nothing was settled for is left out. */
export function shownIn(
  { checked }: CheckResult,
  policy: Policy,
  source: Source,
  relation: Relation,
): readonly (readonly [column: string, how: string])[] {
  const columns = checked.settled.get(source)?.columns ?? [];
  return columns
    .filter((settled) => settled.relation === relation)
    .flatMap(({ column, labels, fallback }) => {
      // For each label what the policy says, else the fallback; then the label that reveals least wins.
      const treatments = labels.map(({ says }) => {
        const said = says.find((say) => say.policy === policy);
        return said === undefined ? fallback : said.treatment;
      });
      const known = treatments.filter((treatment) => treatment !== null);
      if (known.length < treatments.length) return [];
      const [least] = known.toSorted((a, b) => a.rank - b.rank);
      return least === undefined ? [] : [[nameText(column.name), least.text] as const];
    });
}
