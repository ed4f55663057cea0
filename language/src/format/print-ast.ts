/** Declarations as documents: the canonical layout. What stands inside of them is printed by the files beside. */
import type {
  ApiDeclaration,
  ClassifyDeclaration,
  DatabaseDeclaration,
  Declaration,
  DetectorDeclaration,
  IdentityMember,
  LabelNode,
  PolicyDeclaration,
  PolicyMember,
} from '../syntax/ast.ts';
import {
  concat,
  type Doc,
  group,
  groupAsWritten,
  hardline,
  indent,
  join,
  leaf,
  leavesOf,
  line,
  space,
} from './doc.ts';
import { printChain, printDate, printLiteral, printName } from './print-expression.ts';
import { closer, commaSeparated, opener, printItems, words } from './print-parts.ts';
import { printColumnPattern, printMaskCall, printPath } from './print-path.ts';
import { printStatement } from './print-statement.ts';
import { printTest } from './print-test.ts';

export function printDeclaration(declaration: Declaration): Doc {
  switch (declaration.kind) {
    case 'ImportDeclaration':
      return words(leaf('import'), printLiteral(declaration.path));
    case 'IdentityDeclaration':
      return concat(
        words(leaf('identity'), printName(declaration.name), opener('{')),
        printItems(declaration.members.map(printIdentityMember)),
        closer('}'),
      );
    case 'DatabaseDeclaration':
      return printSource('database', declaration);
    case 'ApiDeclaration':
      return printSource('api', declaration);
    case 'LabelDeclaration':
      return words(leaf('label'), printLabel(declaration.label));
    case 'ClassifyDeclaration':
      return group(
        words(leaf('classify'), printPath(declaration.label.segments)),
        indent(line, commaSeparated(declaration.targets.map(printClassified))),
      );
    case 'DetectorDeclaration':
      return printDetector(declaration);
    case 'DefaultMaskDeclaration':
      return words(leaf('mask'), leaf('default'), leaf('with'), printMaskCall(declaration.mask));
    case 'GroupDeclaration':
      return group(
        words(leaf('group'), printName(declaration.name), leaf('=')),
        indent(line, printChain(declaration.condition)),
      );
    case 'PolicyDeclaration':
      return concat(
        group(
          words(leaf('policy'), printName(declaration.name)),
          printBound('for', printChain(declaration.condition)),
          ...printBounds(declaration),
          line,
          opener('{'),
        ),
        printItems(declaration.members.map(printMember)),
        closer('}'),
      );
    case 'TestDeclaration':
      return printTest(declaration);
  }
}

function printSource(word: string, { name, from, closed }: DatabaseDeclaration | ApiDeclaration): Doc {
  const mark = closed ? [leaf('closed')] : [];
  return words(leaf(word), printName(name), leaf('from'), printLiteral(from), ...mark);
}

function printClassified(target: ClassifyDeclaration['targets'][number]): Doc {
  if (target.kind === 'ColumnPattern') return printColumnPattern(target);
  const matching = words(leaf('values'), leaf('matching'), printName(target.detector));
  if (target.within.length === 0) return matching;
  return words(matching, leaf('in'), commaSeparated(target.within.map(printColumnPattern)));
}

function printDetector({ name, pattern, validator }: DetectorDeclaration): Doc {
  const condition = validator === null ? [] : [indent(line, leaf('where'), space, printName(validator))];
  return group(
    words(leaf('detector'), printName(name), leaf('=')),
    indent(line, leaf(`/${pattern.pattern}/`)),
    ...condition,
  );
}

/** `when …`, `until …`: nothing where there is none. */
function printBounds({ when, until }: PolicyDeclaration): readonly Doc[] {
  const bounds: Doc[] = [];
  if (when !== null) bounds.push(printBound('when', printChain(when)));
  if (until !== null) bounds.push(printBound('until', printDate(until)));
  return bounds;
}

/** Each on a line of its own where the header breaks, and over several where it is too long itself. */
function printBound(word: string, bound: Doc): Doc {
  return indent(line, leaf(word), space, group(indent(bound)));
}

function printIdentityMember(member: IdentityMember): Doc {
  if (member.kind === 'IdentitySetting') return words(leaf(member.key), printLiteral(member.value));
  const mark = member.optional ? [leaf('?'), leaf(':')] : [leaf(':')];
  const type = words(...member.type.text.split(' ').map((word) => leaf(word)));
  return words(leaf('claim'), concat(printName(member.name), ...mark), type);
}

function printMember(member: PolicyMember): Doc {
  if (member.kind === 'RecordStatement') return words(leaf('record'), leaf(member.level.text));
  return concat(
    words(leaf('on'), printName(member.source), opener('{')),
    printItems(member.statements.map(printStatement)),
    closer('}'),
  );
}

/** A tree of one level stands on one line where it fits and the author had it so; a deeper one shows its shape. */
function printLabel(label: LabelNode): Doc {
  const name = printName(label.name);
  if (label.children.length === 0) return name;
  const isDeep = label.children.some((child) => child.children.length > 0);
  const between = isDeep ? hardline : line;
  const docs = label.children.map(printLabel);
  const children = join(() => between, docs);
  const first = docs.flatMap(leavesOf)[0] ?? null;
  return groupAsWritten(first, name, space, opener('{'), indent(between, children), between, closer('}'));
}
