/** From the intermediate form of one source to its matcher module. The only file that imports ts-morph. */
import { ABI_VERSION } from '@dlpc/runtime/abi';
import { ts } from 'ts-morph';
import type { IrApi, IrPolicies, IrSource } from '../ir/ir.ts';
import { detectorsText, fieldsText, operationsText, routesText, shapesText } from './api-text.ts';
import { Lookups } from './condition-text.ts';
import { commentText, stringLiteral, textsText } from './literal.ts';
import {
  claimsText,
  identityText,
  limitsText,
  policiesText,
  rulesText,
  treatmentText,
  windowsText,
} from './matcher-text.ts';
import { PLAIN_COLUMN, relationsText } from './relation-text.ts';
import { markRules, type PolicyTexts } from './rule-ranges.ts';
import { TreatmentNames } from './treatment-names.ts';

export interface EmittedMatcher {
  /** The module as TypeScript against the ABI, for people. */
  readonly typescript: string;
  /** The same as a script that assigns `exports.matcher`, for the loader. */
  readonly javascript: string;
  /** Source map of the script: rules lead to the lines of the policies, all else to the module. */
  readonly sourceMap: string;
}

/** Where a module stands in its bundle, and what it comes from. */
export interface Origin {
  /** Path of the module without its extension. */
  readonly path: string;
  readonly texts: PolicyTexts;
}

/** Types of the ABI that modules of every kind name. */
const COMMON_TYPES = [
  'AccessRequest',
  'ClaimEntry',
  'IdentityEntry',
  'LimitRule',
  'PolicyEntry',
  'RuleEntry',
  'TimeWindow',
];

/** What a module says besides its policies: the type and the parts of its matcher. */
interface ModuleForm {
  /** The ABI's name for the matcher. */
  readonly matcher: string;
  /** Further types of the ABI that the parts name. */
  readonly types: readonly string[];
  /** Constants that the parts refer to. */
  readonly before: readonly string[];
  /** The parts of the matcher that are its own, by name. */
  readonly parts: readonly { readonly name: string; readonly type: string; readonly text: string }[];
}

const NOWHERE: Origin = { path: 'matcher', texts: new Map() };

/** Writes the matcher module of a database. The same input gives the same text. */
export function emitMatcher(source: IrSource, origin: Origin = NOWHERE): EmittedMatcher {
  const treatments = new TreatmentNames();
  // Written first, so that it names the constants that go before it.
  const relations = relationsText(source, treatments);
  return emit(source, origin, {
    matcher: 'Matcher',
    types: ['ColumnEntry', 'RelationEntry', 'Treatment'],
    before: [
      PLAIN_COLUMN,
      ...[...treatments.all].map(({ name, treatment }) =>
        constant(name, 'Treatment', treatmentText(treatment)),
      ),
    ],
    parts: [{ name: 'relations', type: 'ReadonlyMap<string, RelationEntry>', text: relations }],
  });
}

/** Writes the matcher module of an API. The same input gives the same text. */
export function emitHttpMatcher(source: IrApi, origin: Origin = NOWHERE): EmittedMatcher {
  return emit(source, origin, {
    matcher: 'HttpMatcher',
    types: ['DetectorEntry', 'FieldEntry', 'OperationEntry', 'RouteEntry', 'ShapeEntry'],
    before: [],
    parts: [
      { name: 'routes', type: 'readonly RouteEntry[]', text: routesText(source) },
      { name: 'operations', type: 'readonly OperationEntry[]', text: operationsText(source) },
      { name: 'shapes', type: 'readonly ShapeEntry[]', text: shapesText(source) },
      { name: 'fields', type: 'readonly FieldEntry[]', text: fieldsText(source) },
      { name: 'detectors', type: 'readonly DetectorEntry[]', text: detectorsText(source) },
      { name: 'searches', type: 'readonly number[]', text: `[${source.searches.join(', ')}]` },
      { name: 'closed', type: 'boolean', text: String(source.closed) },
    ],
  });
}

function emit(source: IrPolicies, origin: Origin, form: ModuleForm): EmittedMatcher {
  const typescript = printModule(source, form);
  return { typescript, ...transpile(typescript, source, origin) };
}

function printModule(source: IrPolicies, { matcher, types, before, parts }: ModuleForm): string {
  const lookups = new Lookups();
  // Written first, for the same reason.
  const policies = policiesText(source, lookups);
  const names = [
    'identity',
    'claims',
    'windows',
    'ends',
    'policies',
    'rules',
    'limits',
    ...parts.map(({ name }) => name),
  ];
  const imported = [...COMMON_TYPES, matcher, ...types].sort().join(', ');
  // A list of lines and no tree of nodes: what is emitted is parsed once, by what writes the script, and can be large.
  return moduleText([
    `// The policies of ${commentText(source.source)}, compiled by dlpc. Change the policy files and compile again.`,
    `import type { ${imported} } from "@dlpc/runtime/abi";`,
    blankLine,
    ...before,
    ...[...lookups.sets].map(({ name, values }) =>
      constant(name, 'ReadonlySet<string | undefined>', `new Set(${textsText(values)})`),
    ),
    blankLine,
    constant('identity', 'IdentityEntry | null', identityText(source)),
    blankLine,
    constant('claims', 'readonly ClaimEntry[]', claimsText(source)),
    blankLine,
    constant('windows', 'readonly TimeWindow[]', windowsText(lookups)),
    blankLine,
    constant('ends', 'readonly number[]', `[${lookups.ends.join(', ')}]`),
    blankLine,
    constant('policies', 'readonly PolicyEntry[]', policies),
    blankLine,
    constant('rules', 'readonly RuleEntry[]', rulesText(source)),
    blankLine,
    constant('limits', 'readonly LimitRule[]', limitsText(source)),
    blankLine,
    ...parts.flatMap(({ name, type, text }) => [constant(name, type, text), blankLine]),
    `export ${constant('matcher', matcher, `{ abi: ${ABI_VERSION}, source: ${stringLiteral(source.source)}, ${names.join(', ')} }`)}`,
  ]);
}

const blankLine = '';

/** Statements, each on lines of its own; blank lines never stand together. */
function moduleText(statements: readonly string[]): string {
  const lines = statements.filter((line, index) => line !== blankLine || statements[index - 1] !== blankLine);
  return `${lines.join('\n')}\n`;
}

/** A statement as text: a structure would indent a longer initializer as a continued line. */
function constant(name: string, type: string, initializer: string): string {
  return `const ${name}: ${type} = ${initializer};`;
}

function transpile(
  typescript: string,
  { rules }: IrPolicies,
  { path, texts }: Origin,
): Pick<EmittedMatcher, 'javascript' | 'sourceMap'> {
  const { outputText, sourceMapText } = ts.transpileModule(typescript, {
    // From the root of the bundle, so that the map names its sources by their way from there.
    fileName: `/${path}.ts`,
    compilerOptions: {
      sourceMap: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      newLine: ts.NewLineKind.LineFeed,
      removeComments: true,
    },
    transformers: { after: [() => withoutModuleMarkers, markRules(ts, rules, texts)] },
  });
  return { javascript: outputText, sourceMap: sourceMapText ?? '' };
}

/** Leaves out what only importers of a module need: `__esModule`, and the export set before its value is there. */
function withoutModuleMarkers<T extends ts.SourceFile | ts.Bundle>(node: T): T {
  if (!ts.isSourceFile(node)) return node;
  const kept = node.statements.filter((statement) => !isModuleMarker(statement));
  return ts.factory.updateSourceFile(node, kept) as T & ts.SourceFile;
}

function isModuleMarker(statement: ts.Statement): boolean {
  if (!ts.isExpressionStatement(statement)) return false;
  const { expression } = statement;
  if (ts.isCallExpression(expression))
    return (
      ts.isPropertyAccessExpression(expression.expression) &&
      expression.expression.name.text === 'defineProperty'
    );
  return ts.isBinaryExpression(expression) && ts.isVoidExpression(expression.right);
}
