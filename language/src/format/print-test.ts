/** Tests as documents. */
import type {
  Expectation,
  MaskedPlace,
  ObjectLiteral,
  ObjectValue,
  PassExpectation,
  TestCase,
  TestDeclaration,
} from '../syntax/ast.ts';
import { concat, type Doc, group, indent, leaf, line, softline, space } from './doc.ts';
import { printInstant, printLiteral, printName } from './print-expression.ts';
import { closer, commaOnLine, commaSeparated, opener, printItems, words } from './print-parts.ts';
import { printJsonPath, printMaskCall, printRelation } from './print-path.ts';
import { printBudget } from './print-statement.ts';

/** A test: who asks, when, and each case on a line of its own. */
export function printTest({ name, caller, at, cases }: TestDeclaration): Doc {
  const when = at === null ? [] : [words(leaf('at'), printInstant(at))];
  const items = [words(leaf('as'), printObject(caller)), ...when, ...cases.map(printCase)];
  return concat(words(leaf('test'), printLiteral(name), opener('{')), printItems(items), closer('}'));
}

function printCase(of: TestCase): Doc {
  const asked =
    of.kind === 'SqlCase'
      ? [leaf('sql'), printName(of.source), printLiteral(of.statement)]
      : [leaf('http'), printName(of.source), leaf(of.method.text), printLiteral(of.path)];
  return group(words(...asked), indent(line, leaf('=>'), space, printExpectation(of.expectation)));
}

function printExpectation(expectation: Expectation): Doc {
  switch (expectation.kind) {
    case 'AllowExpectation':
      return words(leaf('allow'), ...printPassing(expectation));
    case 'DenyExpectation':
      return leaf('deny');
    case 'ApproveExpectation':
      return words(
        leaf('approve'),
        leaf('by'),
        ...(expectation.count === null ? [] : [printLiteral(expectation.count), leaf('of')]),
        commaOnLine(expectation.groups.map(printLiteral)),
        ...printPassing(expectation),
      );
    case 'MaskExpectation':
      return words(
        leaf('mask'),
        commaOnLine(expectation.columns.map(printMasked)),
        ...printPassing(expectation),
      );
  }
}

function printMasked({ place, mask }: MaskedPlace): Doc {
  const name = place.kind === 'Name' ? printName(place) : printJsonPath(place);
  return mask === null ? name : words(name, leaf('with'), printMaskCall(mask));
}

function printPassing({ filtered, limited }: PassExpectation): readonly Doc[] {
  const rows = [leaf('and'), leaf('filter'), commaOnLine(filtered.map(printRelation))];
  const budgets = [leaf('and'), leaf('limit'), commaOnLine(limited.map(printBudget))];
  return [...(filtered.length === 0 ? [] : rows), ...(limited.length === 0 ? [] : budgets)];
}

function printObject({ entries }: ObjectLiteral): Doc {
  const docs = entries.map(({ key, value }) => concat(printName(key), leaf(':'), space, printValue(value)));
  if (docs.length === 0) return concat(opener('{'), closer('}'));
  return group(opener('{'), indent(line, commaSeparated(docs)), line, closer('}'));
}

function printValue(value: ObjectValue): Doc {
  switch (value.kind) {
    case 'ObjectLiteral':
      return printObject(value);
    case 'ValueList': {
      const items = value.items.map(printValue);
      if (items.length === 0) return concat(opener('['), closer(']'));
      return group(opener('['), indent(softline, commaSeparated(items)), softline, closer(']'));
    }
    case 'Name':
      return printName(value);
    case 'BooleanLiteral':
      return leaf(String(value.value));
    default:
      return printLiteral(value);
  }
}
