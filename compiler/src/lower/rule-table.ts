/** The rules of a source: its statements, numbered in the order in which they stand in the files. */
import type { PolicyFile, SourceText } from '@dlpc/language';
import type { RuleEntry } from '@dlpc/runtime/abi';
import {
  apiStatementsOf,
  type BoundStatement,
  type Policy,
  type Source,
  statementsOf,
} from '../bind/program.ts';
import { statementText } from './statement-text.ts';

/** A policy file, and the path by which rules name it. */
export interface RuleFile {
  readonly source: SourceText;
  readonly ast: PolicyFile;
  readonly path: string;
}

export interface RuleTable {
  readonly rules: readonly RuleEntry[];
  indexOf(statement: BoundStatement): number;
}

interface Placed {
  readonly statement: BoundStatement;
  readonly policy: number;
  readonly file: RuleFile;
}

/** Numbers the statements that `policies`, in their order, make about `source`. */
export function buildRuleTable(
  source: Source,
  policies: readonly Policy[],
  files: ReadonlyMap<string, RuleFile>,
): RuleTable {
  const placed: Placed[] = [];
  for (const [policy, { blocks, apiBlocks }] of policies.entries()) {
    const statements = [
      ...blocks.flatMap((block) => (block.source === source ? statementsOf(block) : [])),
      ...apiBlocks.flatMap((block) => (block.source === source ? apiStatementsOf(block) : [])),
    ];
    for (const statement of statements) {
      const file = files.get(statement.node.span.file);
      if (file === undefined) throw new Error(`a statement stands in no file: ${statement.node.span.file}`);
      placed.push({ statement, policy, file });
    }
  }
  placed.sort(byPlace);

  const indexes = new Map(placed.map(({ statement }, index) => [statement, index]));
  return {
    rules: placed.map(ruleEntry),
    indexOf(statement) {
      const index = indexes.get(statement);
      if (index === undefined) throw new Error('a rule was not numbered');
      return index;
    },
  };
}

function byPlace(a: Placed, b: Placed): number {
  if (a.file.path !== b.file.path) return a.file.path < b.file.path ? -1 : 1;
  return a.statement.node.span.start - b.statement.node.span.start;
}

function ruleEntry({ statement: { node }, policy, file }: Placed): RuleEntry {
  return {
    policy,
    text: statementText(file.source, file.ast.comments, node.span),
    file: file.path,
    line: file.source.positionAt(node.span.start).line,
  };
}
