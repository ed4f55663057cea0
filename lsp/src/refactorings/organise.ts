/**
 * Organise: declarations and statements in one order, imports sorted and each once. Comments go with what stands below them. A comment
 * that stands alone, with an empty line below, begins a section, and nothing leaves its section.
 */
import {
  type Comment,
  type Declaration,
  formatText,
  parsePolicyFile,
  type Statement,
  visit,
} from '@dlpc/language';
import type { FeatureContext } from '../features/feature-context.ts';
import { blockOf, type TextBlock } from './blocks-of-text.ts';
import type { Refactoring } from './refactoring.ts';

/** What depends on something stands below it; tests stay beside their policies. */
const DECLARATIONS: { readonly [K in Declaration['kind']]: number } = {
  ImportDeclaration: 0,
  IdentityDeclaration: 1,
  DatabaseDeclaration: 2,
  ApiDeclaration: 2,
  LabelDeclaration: 3,
  DetectorDeclaration: 4,
  ClassifyDeclaration: 4,
  DefaultMaskDeclaration: 5,
  GroupDeclaration: 6,
  PolicyDeclaration: 7,
  TestDeclaration: 7,
};

/** First what somebody may, then what is seen, then what it needs, then what is not. */
const STATEMENTS: { readonly [K in Statement['kind']]: number } = {
  AllowStatement: 0,
  FilterStatement: 1,
  RevealStatement: 2,
  MaskStatement: 3,
  DeclassifyStatement: 4,
  ApproveStatement: 5,
  DenyStatement: 6,
  LimitStatement: 7,
  AlertStatement: 8,
  AlertBudgetStatement: 8,
};

/** Null where the file has mistakes, or is in order. */
export function organise({ source }: FeatureContext): Refactoring | null {
  const before = formatText(source.text, source.file);
  if (before.diagnostics.length > 0) return null;
  const statements = rearranged(before.text, source.file, statementLists);
  const after = formatText(rearranged(statements, source.file, declarationLists), source.file);
  if (after.diagnostics.length > 0 || after.text === before.text) return null;
  return {
    title: 'Organise declarations and statements',
    kind: 'source.organize',
    edits: [{ span: source.span(0, source.text.length), newText: after.text }],
  };
}

/** Neighbours that may change places, with the place of each in the order. */
type Neighbours = readonly {
  readonly block: TextBlock<Declaration | Statement>;
  readonly rank: number;
  readonly key: string;
}[];

type ListsOf = (text: string, ast: ReturnType<typeof parsePolicyFile>['ast']) => readonly Neighbours[];

function rearranged(text: string, file: string, listsOf: ListsOf): string {
  const { ast } = parsePolicyFile(file, text);
  let [result, at] = ['', 0];
  for (const list of listsOf(text, ast)) {
    const sorted = list.toSorted((a, b) => a.rank - b.rank || compare(a.key, b.key));
    const once = sorted.filter(({ key }, index) => key === '' || key !== sorted[index - 1]?.key);
    const [first, last] = [list.at(0)?.block, list.at(-1)?.block];
    if (first === undefined || last === undefined) continue;
    result += text.slice(at, first.start);
    once.forEach(({ block }, index) => {
      const before = once[index - 1];
      if (before !== undefined) {
        // What stood together stays as far apart as it was; elsewhere the formatter knows how far.
        const isNeighbour = list[list.indexOf(before) + 1]?.block === block;
        result += isNeighbour ? text.slice(before.block.end, block.start) : '\n';
      }
      result += text.slice(block.start, block.end);
    });
    at = last.end;
  }
  return result + text.slice(at);
}

function declarationLists(
  text: string,
  ast: ReturnType<typeof parsePolicyFile>['ast'],
): readonly Neighbours[] {
  const blocks = ast.declarations.map((node) => blockOf(text, ast.comments, node));
  return sectionsOf(ast.comments, blocks).map((section) =>
    section.map((block) => ({ block, rank: DECLARATIONS[block.node.kind], key: importOf(block) })),
  );
}

function statementLists(text: string, ast: ReturnType<typeof parsePolicyFile>['ast']): readonly Neighbours[] {
  const lists: Neighbours[] = [];
  visit(ast, {
    SourceBlock: ({ statements }) => {
      const blocks = statements.map((node) => blockOf(text, ast.comments, node));
      for (const section of sectionsOf(ast.comments, blocks))
        lists.push(section.map((block) => ({ block, rank: STATEMENTS[block.node.kind], key: '' })));
    },
  });
  return lists;
}

/** Cut where a comment stands alone. */
function sectionsOf<N extends Declaration | Statement>(
  comments: readonly Comment[],
  blocks: readonly TextBlock<N>[],
): readonly (readonly TextBlock<N>[])[] {
  const sections: TextBlock<N>[][] = [];
  let end = -1;
  for (const block of blocks) {
    const stands = comments.some(({ span }) => span.start >= end && span.end <= block.start);
    const last = sections.at(-1);
    if (last === undefined || stands) sections.push([block]);
    else last.push(block);
    end = block.end;
  }
  return sections;
}

/** The path of an import without a comment, so that the same one need not stand twice; else nothing. */
function importOf({ node, start, end }: TextBlock<Declaration>): string {
  const isBare = start === node.span.start && end === node.span.end;
  return node.kind === 'ImportDeclaration' && isBare ? node.path.value : '';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
