/** DLP4045: operations of an API that no policy speaks of. */
import { diagnostic } from '@dlpc/language';
import { operationText } from '../../bind/api/api-source.ts';
import { RequestIndex, requestsOf } from '../request-index.ts';
import type { Rule } from '../rule.ts';
import { some } from './some.ts';

export const operationsWithoutPolicy: Rule = ({ checked, report }) => {
  const { program } = checked;
  // What could not be bound may have been what is missing.
  if (program.gaps.syntax || program.gaps.policies.size > 0) return;
  const index = new RequestIndex(requestsOf(program));
  for (const source of program.apis.values()) {
    const without = (source.api?.operations ?? []).filter((operation) => !index.isNamed(operation));
    if (without.length === 0) continue;
    const { named, more } = some(without.map(operationText));
    report(
      diagnostic('operations-without-policy', source.declaration.name.span, {
        source: source.name,
        operations: named,
        more,
      }),
    );
  }
};
