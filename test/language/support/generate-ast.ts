/** Random syntax trees, for properties. Every tree that the parser can make can come up, up to a small size. */
import type {
  BinaryOperator,
  Declaration,
  Expression,
  IdentityMember,
  LabelNode,
  Name,
  Node,
  PolicyFile,
  RelationReference,
  Statement,
} from '@dlpc/language';
import { childrenOf, keywords } from '@dlpc/language';
import fc from 'fast-check';

const span = { file: '', start: 0, end: 0 };
const reserved = new Set(keywords.filter((k) => k.roles.includes('reserved')).map((k) => k.word));

const words = fc.oneof(
  fc.constantFrom('a', 'customers', 'email', 'A1', '_x', 'caller', 'service'),
  // Every word of the language that may be a name must work as one.
  fc.constantFrom(...keywords.map((k) => k.word)),
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/),
);
const word = words.filter((text) => !reserved.has(text));
/** Any text without lone surrogates and NUL; those that may not stand in a text as they are must be printed escaped. */
const text = fc.string({ unit: 'binary', maxLength: 12 }).filter((value) => !value.includes('\0'));

const plainName = word.map((value): Name => ({ kind: 'Name', span, text: value, quoted: false }));
const quotedName = text
  .filter((value) => value !== '')
  .map((value): Name => ({ kind: 'Name', span, text: value, quoted: true }));
const name = fc.oneof({ weight: 4, arbitrary: plainName }, quotedName);
const names = (maxLength: number) => fc.array(name, { minLength: 1, maxLength });

const string = text.map((value) => ({ kind: 'StringLiteral' as const, span, value }));
/** A word as a type. The token of `on` is no plain word. */
const typeWord = word.filter((value) => value !== 'on');
const integer = fc.maxSafeNat().map((value) => ({ kind: 'IntegerLiteral' as const, span, value }));

const minutes = (max: number) =>
  fc.integer({ min: 0, max }).map((value) => ({ kind: 'TimeLiteral' as const, span, minutes: value }));
const timeWindow = fc
  .record({ start: minutes(1439), end: minutes(1440), zone: string })
  .map((parts): Expression => ({ kind: 'TimeWindow', span, ...parts }));
const date = fc
  .record({
    year: fc.integer({ min: 1000, max: 9999 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
  })
  .map((parts) => ({ kind: 'DateLiteral' as const, span, ...parts }));
const identityMember: fc.Arbitrary<IdentityMember> = fc.oneof(
  fc
    .record({ key: fc.constantFrom('issuer' as const, 'audience' as const), value: string })
    .map((parts): IdentityMember => ({ kind: 'IdentitySetting', span, ...parts })),
  fc
    .record({
      name,
      optional: fc.boolean(),
      type: fc.oneof(
        typeWord,
        fc.tuple(typeWord, typeWord).map((both) => both.join(' of ')),
      ),
    })
    .map(
      ({ type, ...parts }): IdentityMember => ({
        kind: 'ClaimDeclaration',
        span,
        ...parts,
        type: { kind: 'ClaimType', span, text: type },
      }),
    ),
);

const expression = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'expression' },
    plainName.map((of): Expression => ({ kind: 'NameExpression', span, name: of })),
    string,
    integer,
    fc.boolean().map((value): Expression => ({ kind: 'BooleanLiteral', span, value })),
    fc
      .record({
        operator: fc.constantFrom<BinaryOperator>('or', 'and', '==', '!=', '<', '<=', '>', '>=', 'in', '??'),
        left: tie('expression'),
        right: tie('expression'),
      })
      .map((parts): Expression => ({ kind: 'BinaryExpression', span, operatorSpan: span, ...parts })),
    tie('expression').map((operand): Expression => ({ kind: 'NotExpression', span, operand })),
    fc
      .record({ object: tie('expression'), member: name })
      .map((parts): Expression => ({ kind: 'MemberExpression', span, ...parts })),
    timeWindow,
    fc
      .array(tie('expression'), { maxLength: 3 })
      .map((items): Expression => ({ kind: 'ListLiteral', span, items })),
  ),
})).expression;

const label = fc.letrec<{ label: LabelNode }>((tie) => ({
  label: fc
    .record({
      name,
      children: fc.oneof(
        { maxDepth: 3, depthIdentifier: 'label' },
        fc.constant([]),
        fc.array(tie('label'), { minLength: 1, maxLength: 4, depthIdentifier: 'label' }),
      ),
    })
    .map((parts): LabelNode => ({ kind: 'LabelNode', span, ...parts })),
})).label;

const relation = fc
  .record({ schema: fc.option(name), name })
  .map((parts): RelationReference => ({ kind: 'RelationReference', span, ...parts }));
const columnPattern = fc
  .record({ source: name, relation, columns: names(4) })
  .map((parts) => ({ kind: 'ColumnPattern' as const, span, ...parts }));
const maskCall = fc
  .record({ name, args: fc.array(fc.oneof(string, integer), { maxLength: 3 }) })
  .map((parts) => ({ kind: 'MaskCall' as const, span, ...parts }));
const targets = fc.array(
  names(3).map((segments) => ({ kind: 'TreatmentTarget' as const, span, segments })),
  { minLength: 1, maxLength: 4 },
);
const action = word
  .filter((value) => value !== 'on')
  .map((value) => ({ kind: 'ActionName' as const, span, text: value }));
const access = fc.record({
  actions: fc.array(action, { minLength: 1, maxLength: 3 }),
  relations: fc.array(relation, { minLength: 1, maxLength: 6 }),
});

const statement: fc.Arbitrary<Statement> = fc.oneof(
  access.map((parts): Statement => ({ kind: 'AllowStatement', span, ...parts })),
  access.map((parts): Statement => ({ kind: 'DenyStatement', span, ...parts })),
  fc
    .record({ targets, mask: maskCall })
    .map((parts): Statement => ({ kind: 'MaskStatement', span, ...parts })),
  targets.map((of): Statement => ({ kind: 'RevealStatement', span, targets: of })),
);

const block = fc
  .record({ source: name, statements: fc.array(statement, { maxLength: 4 }) })
  .map((parts) => ({ kind: 'SourceBlock' as const, span, ...parts }));

const declaration: fc.Arbitrary<Declaration> = fc.oneof(
  fc
    .record({ name, members: fc.array(identityMember, { maxLength: 4 }) })
    .map((parts): Declaration => ({ kind: 'IdentityDeclaration', span, ...parts })),
  fc
    .record({ name, from: string })
    .map((parts): Declaration => ({ kind: 'DatabaseDeclaration', span, ...parts })),
  label.map((of): Declaration => ({ kind: 'LabelDeclaration', span, label: of })),
  fc
    .record({
      label: names(3).map((segments) => ({ kind: 'LabelPath' as const, span, segments })),
      targets: fc.array(columnPattern, { minLength: 1, maxLength: 5 }),
    })
    .map((parts): Declaration => ({ kind: 'ClassifyDeclaration', span, ...parts })),
  maskCall.map((mask): Declaration => ({ kind: 'DefaultMaskDeclaration', span, mask })),
  fc
    .record({ name: plainName, condition: expression })
    .map((parts): Declaration => ({ kind: 'GroupDeclaration', span, ...parts })),
  fc
    .record({
      name,
      condition: expression,
      when: fc.option(expression),
      until: fc.option(date),
      blocks: fc.array(block, { maxLength: 3 }),
    })
    .map((parts): Declaration => ({ kind: 'PolicyDeclaration', span, ...parts })),
);

/** A whole file, without comments. */
export const policyFile: fc.Arbitrary<PolicyFile> = fc
  .array(declaration, { maxLength: 6 })
  .map((declarations) => ({ kind: 'PolicyFile', span, declarations, comments: [] }));

/** A tree without what depends on how it was spaced. */
export function withoutSpans(node: Node): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value: unknown) =>
      ['span', 'operatorSpan', 'comments'].includes(key) ? undefined : value,
    ),
  );
}

/** All kinds of nodes in a tree. */
export function kindsIn(node: Node): ReadonlySet<string> {
  return new Set([node.kind, ...childrenOf(node).flatMap((child) => [...kindsIn(child)])]);
}
