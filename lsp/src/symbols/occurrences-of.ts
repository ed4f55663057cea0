/** Every name of a policy file that means something, with what it means. What leads nowhere is left out: it has been reported. */
import { type Program, pathText, resolveBeside } from '@dlpc/compiler';
import {
  type Name,
  type Node,
  type PolicyFile,
  type SourceText,
  type Span,
  type StringLiteral,
  visit,
} from '@dlpc/language';
import { blockSource } from './block-source.ts';
import { memberSymbol, nameSymbol } from './condition-symbols.ts';
import { operationNames, requestNames } from './operation-symbols.ts';
import { labelNames, patternNames, relationNames, targetNames } from './path-symbols.ts';
import type { Occurrence, PolicySymbol } from './policy-symbol.ts';
import { sourceNamed } from './source-named.ts';
import { sqlConditionNames } from './sql-condition-symbols.ts';

/** In the order of the text. */
export function occurrencesOf(program: Program, ast: PolicyFile, text: SourceText): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const add = (span: Span, symbol: PolicySymbol | null, declares = false): void => {
    if (symbol !== null) found.push({ span, symbol, declares, inSql: false });
  };
  const addAll = (names: readonly (readonly [name: Node, symbol: PolicySymbol])[]): void => {
    for (const [{ span }, symbol] of names) add(span, symbol);
  };
  const declare = (
    kind: 'group' | 'claim' | 'policy' | 'identity' | 'source' | 'detector',
    name: Name,
  ): void => add(name.span, { kind, name: name.text }, true);
  const source = (name: Name): void => {
    if (sourceNamed(program, name.text) !== null) add(name.span, { kind: 'source', name: name.text });
  };
  const detector = (name: Name): void => {
    if (program.detectors.has(name.text)) add(name.span, { kind: 'detector', name: name.text });
  };
  const file = (path: StringLiteral): void =>
    add(path.span, { kind: 'file', path: resolveBeside(ast.span.file, path.value) });

  visit(ast, {
    ImportDeclaration: ({ path }) => file(path),
    IdentityDeclaration: ({ name }) => declare('identity', name),
    ClaimDeclaration: ({ name }) => declare('claim', name),
    DatabaseDeclaration: (node) => {
      declare('source', node.name);
      file(node.from);
    },
    ApiDeclaration: (node) => {
      declare('source', node.name);
      file(node.from);
    },
    LabelNode: ({ name }, ancestors) => {
      const above = ancestors.flatMap((node) => (node.kind === 'LabelNode' ? [node.name.text] : []));
      add(name.span, { kind: 'label', path: pathText([...above, name.text]) }, true);
    },
    DetectorDeclaration: ({ name }) => declare('detector', name),
    GroupDeclaration: ({ name }) => declare('group', name),
    PolicyDeclaration: ({ name }) => declare('policy', name),
    SourceBlock: (node) => source(node.source),
    LabelPath: ({ segments }) => addAll(labelNames(program, segments)),
    ColumnPattern: (pattern) => addAll(patternNames(program, pattern)),
    ValuesTarget: (node) => detector(node.detector),
    RelationReference: (node, above) => addAll(relationNames(blockSource(program, above), node)),
    HttpAccess: (node, above) => addAll(requestNames(blockSource(program, above), node)),
    OperationAccess: (node, above) => addAll(operationNames(blockSource(program, above), node)),
    TreatmentTarget: (node, above) => addAll(targetNames(program, blockSource(program, above), node)),
    MaskCall: ({ name, args }) => {
      add(name.span, { kind: 'mask', name: name.text });
      for (const arg of args) if (arg.kind === 'Name') detector(arg);
    },
    NameExpression: (node) => add(node.span, nameSymbol(program, node)),
    MemberExpression: (node) => add(node.member.span, memberSymbol(program, node)),
    FilterStatement: (node, above) =>
      found.push(...sqlConditionNames(program, blockSource(program, above), node, text)),
    SqlCase: (node) => source(node.source),
    HttpCase: (node) => source(node.source),
    ObjectEntry: ({ key, value }) => {
      if (key.text !== 'claims' || value.kind !== 'ObjectLiteral') return;
      for (const claim of value.entries)
        if (program.identity?.claims.has(claim.key.text))
          add(claim.key.span, { kind: 'claim', name: claim.key.text });
    },
  });
  return found.toSorted((a, b) => a.span.start - b.span.start);
}
