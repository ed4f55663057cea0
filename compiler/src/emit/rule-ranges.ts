/**
 * Leads each rule of a module back to the line of the policy that it comes from, for the module's source map. Part of emitting:
 * it speaks of TypeScript's tree, and is handed the compiler
 * that emits.
 */
import type { RuleEntry } from '@dlpc/runtime/abi';
import type { ts as TypeScript } from 'ts-morph';

/** Policy texts by the path that rules name them by. */
export type PolicyTexts = ReadonlyMap<string, string>;

/** A transformer that marks every object that names a rule, and every entry of the table of rules. */
export function markRules(
  ts: typeof TypeScript,
  rules: readonly RuleEntry[],
  texts: PolicyTexts,
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  const ranges = rules.map(rangesIn(ts, texts));
  const mark = (node: TypeScript.Node, rule: number): void => {
    const range = ranges[rule];
    if (range !== undefined && range !== null) ts.setSourceMapRange(node, range);
  };
  const visit = (node: TypeScript.Node): void => {
    const rule = ts.isObjectLiteralExpression(node) ? ruleOf(ts, node) : null;
    if (rule !== null) mark(node, rule);
    const table = ts.isVariableDeclaration(node) ? tableOf(ts, node) : null;
    for (const [index, entry] of (table ?? []).entries()) mark(entry, index);
    ts.forEachChild(node, visit);
  };
  return () => (file) => {
    visit(file);
    return file;
  };
}

/** The line of a rule; null where its file is not known. */
function rangesIn(
  ts: typeof TypeScript,
  texts: PolicyTexts,
): (rule: RuleEntry) => TypeScript.SourceMapRange | null {
  const sources = new Map<string, TypeScript.SourceMapSource>();
  const starts = new Map<string, readonly number[]>();
  return ({ file, line }) => {
    const text = texts.get(file);
    if (text === undefined) return null;
    const source = sources.get(file) ?? ts.createSourceMapSource(`/${file}`, text);
    sources.set(file, source);
    const lines = starts.get(file) ?? lineStarts(text);
    starts.set(file, lines);
    const start = lines[line - 1];
    if (start === undefined) return null;
    const end = (lines[line] ?? text.length + 1) - 1;
    return { pos: end - text.slice(start, end).trimStart().length, end, source };
  };
}

/** Offsets at which lines begin, as a reader of source maps counts them. */
function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((end) => end.index + end[0].length)];
}

/** The number in `{ …, rule: 3, … }`. */
function ruleOf(ts: typeof TypeScript, node: TypeScript.ObjectLiteralExpression): number | null {
  for (const property of node.properties)
    if (
      ts.isPropertyAssignment(property) &&
      ts.isIdentifier(property.name) &&
      property.name.text === 'rule' &&
      ts.isNumericLiteral(property.initializer)
    )
      return Number(property.initializer.text);
  return null;
}

/** The entries of `const rules = […]`. */
function tableOf(
  ts: typeof TypeScript,
  node: TypeScript.VariableDeclaration,
): readonly TypeScript.Expression[] | null {
  const isTable = ts.isIdentifier(node.name) && node.name.text === 'rules';
  return isTable && node.initializer !== undefined && ts.isArrayLiteralExpression(node.initializer)
    ? node.initializer.elements
    : null;
}
