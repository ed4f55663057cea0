/** A case and what it expects, as its author wrote them, on one line. */
import { nameText, quote } from '@dlpc/language';
import type { BoundCase, Expected, ExpectedPass } from '../../test-blocks/bound-test.ts';

export function sayCase({ node, source, sql }: BoundCase): string {
  if (node.kind === 'HttpCase') return `http ${source.name} ${node.method.text} ${quote(node.path.value)}`;
  return `sql ${source.name} ${quote(sql)}`;
}

export function sayExpected(expected: Expected): string {
  switch (expected.kind) {
    case 'deny':
      return 'deny';
    case 'allow':
      return `allow${sayPassing(expected)}`;
    case 'approve':
      return `approve by ${expected.people === null ? '' : `${expected.people} of `}${[...expected.groups].map(quote).join(', ')}${sayPassing(expected)}`;
    case 'mask':
      return `mask ${[...expected.columns].map(sayMasked).join(', ')}${sayPassing(expected)}`;
  }
}

function sayMasked([place, mask]: readonly [string, string | null]): string {
  return mask === null ? place : `${place} with ${mask}`;
}

function sayPassing({ filtered, limited }: ExpectedPass): string {
  const rows = filtered === null ? '' : ` and filter ${[...filtered].map(relationText).join(', ')}`;
  return limited === null ? rows : `${rows} and limit ${[...limited].join(', ')}`;
}

/** What is in the schema `public` goes without it. */
function relationText(key: string): string {
  const [schema = '', name = ''] = key.split('\u0000');
  return [...(schema === 'public' ? [] : [schema]), name].map(nameText).join('.');
}
