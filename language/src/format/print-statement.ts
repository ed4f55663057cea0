/** Statements as documents. */
import type { Access, LimitStatement, Statement } from '../syntax/ast.ts';
import { concat, type Doc, group, indent, leaf, line, space } from './doc.ts';
import { printDuration, printLiteral, printName } from './print-expression.ts';
import { commaOnLine, commaSeparated, words } from './print-parts.ts';
import { printMaskCall, printPath, printRelation, printTarget } from './print-path.ts';

/** A statement, on one line where it fits. */
export function printStatement(statement: Statement): Doc {
  switch (statement.kind) {
    case 'AllowStatement':
      return group(...printAccess('allow', statement.access));
    case 'DenyStatement': {
      const condition = words(leaf('without'), leaf('where'));
      return group(
        ...printAccess('deny', statement.access),
        ...(statement.withoutWhere ? [indent(line, condition)] : []),
      );
    }
    case 'ApproveStatement':
      return group(
        ...printAccess('approve', statement.access),
        indent(
          line,
          words(
            leaf('by'),
            ...(statement.count === null ? [] : [printLiteral(statement.count), leaf('of')]),
            commaSeparated(statement.groups.map(printLiteral)),
          ),
          line,
          words(leaf('within'), printDuration(statement.within)),
        ),
      );
    case 'MaskStatement': {
      const lookup = concat(leaf(','), space, words(leaf('lookup'), leaf('by'), leaf('equality')));
      return group(
        leaf('mask'),
        indent(
          line,
          commaSeparated(statement.targets.map(printTarget)),
          line,
          words(leaf('with'), printMaskCall(statement.mask)),
          ...(statement.lookup ? [lookup] : []),
        ),
      );
    }
    case 'RevealStatement':
      return group(leaf('reveal'), indent(line, commaSeparated(statement.targets.map(printTarget))));
    case 'FilterStatement':
      // The condition begins behind the `where`, and how it is written is the author's.
      return group(
        leaf('filter'),
        indent(
          line,
          commaSeparated(statement.relations.map(printRelation)),
          line,
          words(leaf('where'), leaf(statement.condition.text)),
        ),
      );
    case 'LimitStatement':
      return words(leaf('limit'), printBudget(statement));
    case 'AlertStatement':
      return group(...printAccess('alert', statement.access));
    case 'AlertBudgetStatement':
      return words(leaf('alert'), leaf('above'), printBudget(statement));
    case 'DeclassifyStatement':
      return group(
        leaf('declassify'),
        indent(
          line,
          commaSeparated(statement.labels.map(({ segments }) => printPath(segments))),
          line,
          words(leaf('into'), commaSeparated(statement.relations.map(printRelation))),
        ),
      );
  }
}

/** The statement's word and what it is about; its lines break with the group around them. */
function printAccess(word: string, access: Access): readonly Doc[] {
  switch (access.kind) {
    case 'SqlAccess': {
      const actions = commaOnLine(access.actions.map(({ text }) => leaf(text)));
      if (access.relations.length === 0) return [words(leaf(word), actions)];
      return [
        words(leaf(word), actions, leaf('on')),
        indent(line, commaSeparated(access.relations.map(printRelation))),
      ];
    }
    case 'HttpAccess':
      return [
        words(leaf(word), commaOnLine(access.methods.map(({ text }) => leaf(text)))),
        indent(line, commaSeparated(access.paths.map(printLiteral))),
      ];
    case 'OperationAccess':
      return [
        words(leaf(word), leaf('operation')),
        indent(line, commaSeparated(access.operations.map(printName))),
      ];
  }
}

/** `50_000 rows per session` */
export function printBudget({ amount, unit, per }: Pick<LimitStatement, 'amount' | 'unit' | 'per'>): Doc {
  return words(printLiteral(amount), leaf(unit.text), leaf('per'), leaf(per.text));
}
