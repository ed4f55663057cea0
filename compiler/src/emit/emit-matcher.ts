/** From the intermediate form of one source to its matcher module. The only file that imports ts-morph. */
import { ABI_VERSION } from '@dlpc/runtime/abi';
import { type CodeBlockWriter, Project, StructureKind, ts } from 'ts-morph';
import type { IrSource } from '../ir/ir.ts';
import { Lookups } from './condition-text.ts';
import { commentText, stringLiteral } from './literal.ts';
import {
  claimsText,
  identityText,
  limitsText,
  policiesText,
  rulesText,
  treatmentText,
  windowsText,
} from './matcher-text.ts';
import { relationsText } from './relation-text.ts';
import { TreatmentNames } from './treatment-names.ts';

export interface EmittedMatcher {
  /** The module as TypeScript against the ABI, for people. */
  readonly typescript: string;
  /** The same as a script that assigns `exports.matcher`, for the loader. */
  readonly javascript: string;
}

const ABI_TYPES = [
  ...[
    'AccessRequest',
    'ClaimEntry',
    'IdentityEntry',
    'LimitRule',
    'Matcher',
    'PolicyEntry',
    'RelationEntry',
    'RuleEntry',
  ],
  ...['TimeWindow', 'Treatment'],
];

/** Writes the matcher module of a source. The same input gives the same text. */
export function emitMatcher(source: IrSource): EmittedMatcher {
  const typescript = printModule(source);
  return { typescript, javascript: transpile(typescript) };
}

function printModule(source: IrSource): string {
  const lookups = new Lookups();
  const treatments = new TreatmentNames();
  // Written first, so that they name the constants that go before them.
  const policies = policiesText(source, lookups);
  const relations = relationsText(source, treatments);
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  const file = project.createSourceFile('matcher.ts', {
    statements: [
      `// The policies of ${commentText(source.source)}, compiled by dlpc. Change the policy files and compile again.`,
      {
        kind: StructureKind.ImportDeclaration,
        isTypeOnly: true,
        namedImports: ABI_TYPES,
        moduleSpecifier: '@dlpc/runtime/abi',
      },
      blankLine,
      ...[...treatments.all].map(({ name, treatment }) =>
        constant(name, 'Treatment', treatmentText(treatment)),
      ),
      ...[...lookups.sets].map(({ name, values }) =>
        constant(
          name,
          'ReadonlySet<string | undefined>',
          `new Set([${values.map(stringLiteral).join(', ')}])`,
        ),
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
      constant('relations', 'ReadonlyMap<string, RelationEntry>', relations),
      blankLine,
      `export ${constant('matcher', 'Matcher', `{ abi: ${ABI_VERSION}, source: ${stringLiteral(source.source)}, identity, claims, windows, ends, policies, rules, limits, relations }`)}`,
    ],
  });
  return file.getFullText();
}

function blankLine(writer: CodeBlockWriter): void {
  writer.blankLine();
}

/** A statement as text: a structure would indent a longer initializer as a continued line. */
function constant(name: string, type: string, initializer: string): string {
  return `const ${name}: ${type} = ${initializer};`;
}

function transpile(typescript: string): string {
  const { outputText } = ts.transpileModule(typescript, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      newLine: ts.NewLineKind.LineFeed,
      removeComments: true,
    },
    transformers: { after: [() => withoutModuleMarkers] },
  });
  return outputText;
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
