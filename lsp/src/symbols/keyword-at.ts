/** Words of a policy that are words of the language where they stand, and no names. */
import { childrenOf, keywords, type Node, type PolicyFile, type SourceText, type Span } from '@dlpc/language';

const WORDS: ReadonlySet<string> = new Set(keywords.map(({ word }) => word));

/** In the order of the text. What the tree does not have, since it is broken, is read as if it were no name. */
export function keywordSpans(ast: PolicyFile, text: SourceText): readonly Span[] {
  const leaves = leavesOf(ast).toSorted((a, b) => a.span.start - b.span.start);
  const spans: Span[] = [];
  let from = 0;
  for (const { span } of [...leaves, { span: text.span(text.text.length, text.text.length) }]) {
    for (const word of text.text.slice(from, span.start).matchAll(/[A-Za-z_][A-Za-z0-9_]*/g))
      if (WORDS.has(word[0])) spans.push(text.span(from + word.index, from + word.index + word[0].length));
    from = Math.max(from, span.end);
  }
  return spans;
}

/** Nodes that hold a text of their own. */
export function leavesOf(root: Node): readonly Node[] {
  const leaves: Node[] = [];
  const left: Node[] = [root];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    const children = childrenOf(node);
    if (children.length > 0) left.push(...children);
    else if (!WORDS_ALONE.has(node.kind)) leaves.push(node);
  }
  return leaves;
}

/** Nodes without children that are made of words of the language, or of none. */
const WORDS_ALONE: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  'PolicyFile',
  'AllowExpectation',
  'DenyExpectation',
  'BooleanLiteral',
  'SourceBlock',
  'IdentityDeclaration',
  'ObjectLiteral',
  'ValueList',
  'ListLiteral',
  'EachStep',
  'JsonPath',
]);
