/** Declarations and statements as documents: the canonical layout. Conditions are print-expression.ts's. */
import type {
  ColumnPattern,
  Declaration,
  IdentityMember,
  LabelNode,
  MaskCall,
  Name,
  PolicyDeclaration,
  RelationReference,
  SourceBlock,
  Statement,
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
  softline,
  space,
} from './doc.ts';
import { printChain, printDate, printLiteral, printName } from './print-expression.ts';

export function printDeclaration(declaration: Declaration): Doc {
  switch (declaration.kind) {
    case 'IdentityDeclaration':
      return concat(
        words(leaf('identity'), printName(declaration.name), opener('{')),
        printItems(declaration.members.map(printIdentityMember)),
        closer('}'),
      );
    case 'DatabaseDeclaration':
      return words(
        leaf('database'),
        printName(declaration.name),
        leaf('from'),
        printLiteral(declaration.from),
      );
    case 'LabelDeclaration':
      return words(leaf('label'), printLabel(declaration.label));
    case 'ClassifyDeclaration':
      return group(
        words(leaf('classify'), printPath(declaration.label.segments)),
        indent(line, commaSeparated(declaration.targets.map(printColumnPattern))),
      );
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
        printItems(declaration.blocks.map(printBlock)),
        closer('}'),
      );
  }
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

function printBlock(block: SourceBlock): Doc {
  return concat(
    words(leaf('on'), printName(block.source), opener('{')),
    printItems(block.statements.map(printStatement)),
    closer('}'),
  );
}

function printStatement(statement: Statement): Doc {
  switch (statement.kind) {
    case 'AllowStatement':
    case 'DenyStatement':
      return group(
        words(
          leaf(statement.kind === 'AllowStatement' ? 'allow' : 'deny'),
          join(
            () => concat(leaf(','), space),
            statement.actions.map((action) => leaf(action.text)),
          ),
          leaf('on'),
        ),
        indent(line, commaSeparated(statement.relations.map(printRelation))),
      );
    case 'MaskStatement':
      return group(
        leaf('mask'),
        indent(
          line,
          commaSeparated(statement.targets.map((target) => printPath(target.segments))),
          line,
          words(leaf('with'), printMaskCall(statement.mask)),
        ),
      );
    case 'RevealStatement':
      return group(
        leaf('reveal'),
        indent(line, commaSeparated(statement.targets.map((target) => printPath(target.segments)))),
      );
  }
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

function printColumnPattern(pattern: ColumnPattern): Doc {
  const path = [pattern.source, ...relationNames(pattern.relation)];
  const [only, ...others] = pattern.columns;
  if (only !== undefined && others.length === 0) return printPath([...path, only]);
  const columns = commaSeparated(pattern.columns.map(printName));
  return concat(
    printPath(path),
    leaf('.'),
    group(opener('{'), indent(softline, columns), softline, closer('}')),
  );
}

function printRelation(relation: RelationReference): Doc {
  return printPath(relationNames(relation));
}

function relationNames(relation: RelationReference): readonly Name[] {
  return relation.schema === null ? [relation.name] : [relation.schema, relation.name];
}

function printMaskCall(call: MaskCall): Doc {
  if (call.args.length === 0) return printName(call.name);
  const args = join(() => concat(leaf(','), space), call.args.map(printLiteral));
  return concat(printName(call.name), opener('('), args, closer(')'));
}

function printPath(segments: readonly Name[]): Doc {
  return join(() => leaf('.'), segments.map(printName));
}

/** Each on its own line, between braces that their parent prints; nothing where there are none. */
function printItems(items: readonly Doc[]): Doc {
  if (items.length === 0) return concat();
  return concat(
    indent(
      hardline,
      join(() => hardline, items),
    ),
    hardline,
  );
}

function commaSeparated(docs: readonly Doc[]): Doc {
  return join(() => concat(leaf(','), line), docs);
}

function words(...docs: readonly Doc[]): Doc {
  return join(() => space, docs);
}

function opener(text: string): Doc {
  return leaf(text, { side: 'opener' });
}

function closer(text: string): Doc {
  return leaf(text, { side: 'closer' });
}
