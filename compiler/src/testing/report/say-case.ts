/** A case and what it expects, as its author wrote them, on one line. */
import { quote } from '@dlpc/language';
import type { BoundCase, Expected } from '../../test-blocks/bound-test.ts';

export function sayCase({ node, source, sql }: BoundCase): string {
  if (node.kind === 'HttpCase') return `http ${source.name} ${node.method.text} ${quote(node.path.value)}`;
  return `sql ${source.name} ${quote(sql)}`;
}

export function sayExpected(expected: Expected): string {
  switch (expected.kind) {
    case 'allow':
    case 'deny':
      return expected.kind;
    case 'approve':
      return `approve by ${[...expected.groups].map(quote).join(', ')}`;
    case 'mask':
      return `mask ${[...expected.columns].join(', ')}`;
  }
}
