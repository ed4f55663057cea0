/** Random syntax trees, for properties. Every tree that the parser can make can come up, up to a small size. */
import type {
  Access,
  BinaryOperator,
  ColumnPattern,
  Declaration,
  Expectation,
  Expression,
  IdentityMember,
  JsonPath,
  LabelNode,
  MaskedPlace,
  Name,
  NamePattern,
  Node,
  ObjectLiteral,
  ObjectValue,
  PathStep,
  PolicyFile,
  PolicyMember,
  RelationReference,
  Statement,
  TestCase,
  TreatmentTarget,
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

const labelPath = names(3).map((segments) => ({ kind: 'LabelPath' as const, span, segments }));
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
    .map((parts): LabelNode => ({ kind: 'LabelNode', span, documentation: null, ...parts })),
})).label;

const pattern = fc
  .stringMatching(/^[A-Za-z_]?[A-Za-z0-9_]{0,6}\*([A-Za-z0-9_]{1,4}\*?)?$/)
  .filter((value) => /^[A-Za-z_*]/.test(value))
  .map((value): NamePattern => ({ kind: 'NamePattern', span, text: value }));
const nameOrPattern = fc.oneof({ weight: 4, arbitrary: name }, pattern);
const relation = fc
  .record({ schema: fc.option(nameOrPattern), name: nameOrPattern })
  .map((parts): RelationReference => ({ kind: 'RelationReference', span, ...parts }));
const relations = fc.array(relation, { minLength: 1, maxLength: 6 });
const jsonPath = fc
  .array(fc.oneof(name, fc.constant({ kind: 'EachStep' as const, span })), { maxLength: 3 })
  .map((steps): JsonPath => ({ kind: 'JsonPath', span, steps }));
const pathStep: fc.Arbitrary<PathStep> = fc.oneof(
  { weight: 3, arbitrary: nameOrPattern },
  fc
    .array(nameOrPattern, { minLength: 2, maxLength: 4 })
    .map((members): PathStep => ({ kind: 'NameSet', span, members })),
);
const columnPattern = fc
  .record({
    source: name,
    steps: fc.array(pathStep, { minLength: 2, maxLength: 4 }),
    jsonPath: fc.option(jsonPath),
  })
  .map((parts): ColumnPattern => ({ kind: 'ColumnPattern', span, ...parts }));
const regex = fc
  .constantFrom('a', '\\d{4,}', '[^a]\\/', '(?:\\d[ -]?){13,19}', '\\\\', 'é+')
  .map((value) => ({ kind: 'RegexLiteral' as const, span, pattern: value }));
const maskCall = fc
  .record({
    name,
    args: fc.array(
      fc.oneof(
        string,
        integer,
        regex,
        plainName.filter((of) => of.text !== 'on'),
      ),
      { maxLength: 3 },
    ),
  })
  .map((parts) => ({ kind: 'MaskCall' as const, span, ...parts }));
const targets = fc.array(
  fc
    .record({ segments: names(3), jsonPath: fc.option(jsonPath) })
    .map((parts): TreatmentTarget => ({ kind: 'TreatmentTarget', span, ...parts })),
  { minLength: 1, maxLength: 4 },
);
const typeName = typeWord.map((value): Name => ({ kind: 'Name', span, text: value, quoted: false }));
const action = typeWord.map((value) => ({ kind: 'ActionName' as const, span, text: value }));
const actions = fc.array(action, { minLength: 1, maxLength: 3 });
const strings = fc.array(string, { minLength: 1, maxLength: 3 });
const sqlAccess = fc
  .record({ actions, relations })
  .map((parts): Access => ({ kind: 'SqlAccess', span, ...parts }));
// With a string behind it, the word begins a list of operations.
const httpAccess = fc
  .record({
    methods: actions.filter(([first]) => first?.text !== 'operation'),
    paths: strings,
  })
  .map((parts): Access => ({ kind: 'HttpAccess', span, ...parts }));
const operationAccess = fc
  .array(
    name.filter((of) => of.quoted || of.text !== 'on'),
    { minLength: 1, maxLength: 3 },
  )
  .map((operations): Access => ({ kind: 'OperationAccess', span, operations }));
const access = fc.oneof({ weight: 2, arbitrary: sqlAccess }, httpAccess, operationAccess);
const duration = fc
  .record({ amount: fc.maxSafeNat(), unit: fc.constantFrom('s', 'm', 'h', 'd') })
  .map((parts) => ({ kind: 'DurationLiteral' as const, span, ...parts }));
const sql = fc
  .constantFrom(
    "region = 'x'",
    'a = 1 and (b or c)',
    "note <> '}' and t in ('//', E'\\'')",
    '$q$ ) } // $q$ = "a b"',
    'caller.claims.department = department -- why',
    'x /* { /* } */ */ > 0',
    'where',
    'on',
  )
  .map((value) => ({ kind: 'SqlText' as const, span, text: value }));
const budget = fc.record({ amount: integer, unit: typeName, per: typeName });

const statement: fc.Arbitrary<Statement> = fc.oneof(
  access.map((of): Statement => ({ kind: 'AllowStatement', span, access: of })),
  access.map((of): Statement => ({ kind: 'DenyStatement', span, access: of, withoutWhere: false })),
  sqlAccess.map((of): Statement => ({ kind: 'DenyStatement', span, access: of, withoutWhere: true })),
  actions.map((of): Statement => {
    const everywhere = { kind: 'SqlAccess' as const, span, actions: of, relations: [] };
    return { kind: 'DenyStatement', span, access: everywhere, withoutWhere: true };
  }),
  fc
    .record({ access, count: fc.option(integer), groups: strings, within: duration })
    .map((parts): Statement => ({ kind: 'ApproveStatement', span, ...parts })),
  fc
    .record({ targets, mask: maskCall, lookup: fc.boolean() })
    .map((parts): Statement => ({ kind: 'MaskStatement', span, ...parts })),
  targets.map((of): Statement => ({ kind: 'RevealStatement', span, targets: of })),
  fc
    .record({ relations, condition: sql })
    .map((parts): Statement => ({ kind: 'FilterStatement', span, ...parts })),
  budget.map((parts): Statement => ({ kind: 'LimitStatement', span, ...parts })),
  access.map((of): Statement => ({ kind: 'AlertStatement', span, access: of })),
  budget.map((parts): Statement => ({ kind: 'AlertBudgetStatement', span, ...parts })),
  fc
    .record({ labels: fc.array(labelPath, { minLength: 1, maxLength: 3 }), relations })
    .map((parts): Statement => ({ kind: 'DeclassifyStatement', span, ...parts })),
);

const block = fc
  .record({ source: name, statements: fc.array(statement, { maxLength: 4 }) })
  .map((parts): PolicyMember => ({ kind: 'SourceBlock', span, ...parts }));
const record = typeName.map((level): PolicyMember => ({ kind: 'RecordStatement', span, level }));

const value = fc.letrec<{ value: ObjectValue; object: ObjectLiteral }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'value' },
    string,
    integer,
    fc.boolean().map((of): ObjectValue => ({ kind: 'BooleanLiteral', span, value: of })),
    typeName,
    fc
      .array(tie('value'), { maxLength: 3 })
      .map((items): ObjectValue => ({ kind: 'ValueList', span, items })),
    tie('object'),
  ),
  object: fc
    .array(
      fc
        .record({ key: name, value: tie('value') })
        .map((parts) => ({ kind: 'ObjectEntry' as const, span, ...parts })),
      { maxLength: 3 },
    )
    .map((entries): ObjectLiteral => ({ kind: 'ObjectLiteral', span, entries })),
}));
const instant = fc
  .integer({ min: -60_000_000_000_000, max: 250_000_000_000_000 })
  .map((epochMilliseconds) => ({ kind: 'InstantLiteral' as const, span, epochMilliseconds }));
const expectedBudget = budget.map((parts) => ({ kind: 'ExpectedBudget' as const, span, ...parts }));
/** What is expected of what passes. */
const passing = {
  filtered: fc.oneof(fc.constant([]), relations),
  limited: fc.array(expectedBudget, { maxLength: 2 }),
};
const masked = (place: fc.Arbitrary<Name | JsonPath>): fc.Arbitrary<MaskedPlace> =>
  fc
    .record({ place, mask: fc.option(maskCall) })
    .map((parts): MaskedPlace => ({ kind: 'MaskedPlace', span, ...parts }));
const expectation = (column: fc.Arbitrary<Name | JsonPath>): fc.Arbitrary<Expectation> =>
  fc.oneof(
    fc.constant<Expectation>({ kind: 'DenyExpectation', span }),
    fc.record(passing).map((parts): Expectation => ({ kind: 'AllowExpectation', span, ...parts })),
    fc
      .record({ count: fc.option(integer), groups: strings, ...passing })
      .map((parts): Expectation => ({ kind: 'ApproveExpectation', span, ...parts })),
    fc
      .record({ columns: fc.array(masked(column), { minLength: 1, maxLength: 3 }), ...passing })
      .map((parts): Expectation => ({ kind: 'MaskExpectation', span, ...parts })),
  );
const testCase: fc.Arbitrary<TestCase> = fc.oneof(
  fc
    .record({ source: name, statement: string, expectation: expectation(name) })
    .map((parts): TestCase => ({ kind: 'SqlCase', span, ...parts })),
  fc
    .record({ source: name, method: action, path: string, expectation: expectation(jsonPath) })
    .map((parts): TestCase => ({ kind: 'HttpCase', span, ...parts })),
);
const documentation = null;

const declaration: fc.Arbitrary<Declaration> = fc.oneof(
  string.map((path): Declaration => ({ kind: 'ImportDeclaration', span, path })),
  fc
    .record({ name, members: fc.array(identityMember, { maxLength: 4 }) })
    .map((parts): Declaration => ({ kind: 'IdentityDeclaration', span, documentation, ...parts })),
  fc
    .record({
      kind: fc.constantFrom<'DatabaseDeclaration' | 'ApiDeclaration'>(
        'DatabaseDeclaration',
        'ApiDeclaration',
      ),
      name,
      from: string,
      closed: fc.boolean(),
    })
    .map((parts): Declaration => ({ span, documentation, ...parts })),
  label.map((of): Declaration => ({ kind: 'LabelDeclaration', span, label: of })),
  fc
    .record({
      label: labelPath,
      targets: fc.oneof(
        { weight: 3, arbitrary: fc.array(columnPattern, { minLength: 1, maxLength: 5 }) },
        fc
          .record({ detector: name, within: fc.array(columnPattern, { maxLength: 3 }) })
          .map((parts) => [{ kind: 'ValuesTarget' as const, span, ...parts }]),
      ),
    })
    .map((parts): Declaration => ({ kind: 'ClassifyDeclaration', span, ...parts })),
  fc
    .record({ name, pattern: regex, validator: fc.option(name) })
    .map((parts): Declaration => ({ kind: 'DetectorDeclaration', span, documentation, ...parts })),
  maskCall.map((mask): Declaration => ({ kind: 'DefaultMaskDeclaration', span, mask })),
  fc
    .record({ name: plainName, condition: expression })
    .map((parts): Declaration => ({ kind: 'GroupDeclaration', span, documentation, ...parts })),
  fc
    .record({
      name,
      condition: expression,
      when: fc.option(expression),
      until: fc.option(date),
      members: fc.array(fc.oneof({ weight: 4, arbitrary: block }, record), { maxLength: 3 }),
    })
    .map((parts): Declaration => ({ kind: 'PolicyDeclaration', span, documentation, ...parts })),
  fc
    .record({
      name: string,
      caller: value.object,
      at: fc.option(instant),
      cases: fc.array(testCase, { maxLength: 4 }),
    })
    .map((parts): Declaration => ({ kind: 'TestDeclaration', span, documentation, ...parts })),
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
