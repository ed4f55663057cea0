/** DLP4001: one policy treats one column in two ways, neither statement more specific than the other. */
import { diagnostic } from '@dlpc/language';
import { columnText } from '../../bind/names.ts';
import type { Rule } from '../rule.ts';
import { sayText } from '../treatments/say-text.ts';

export const conflictingStatements: Rule = ({ checked, report }) => {
  for (const { source, ties } of checked.settled.values()) {
    // Two labels meet on many columns: once is enough.
    const reported = new Set<string>();
    for (const { relation, column, first, second } of ties) {
      const { span } = second.target.node;
      const place = `${first.target.node.span.file}:${first.target.node.span.start} ${span.file}:${span.start}`;
      if (reported.has(place)) continue;
      reported.add(place);
      report(
        diagnostic(
          'conflicting-statements',
          span,
          {
            column: columnText(source, relation, column.name),
            policy: first.policy.name,
            left: sayText(first, checked.masks),
            right: sayText(second, checked.masks),
          },
          { related: [{ message: 'the other statement', span: first.target.node.span }] },
        ),
      );
    }
  }
};
