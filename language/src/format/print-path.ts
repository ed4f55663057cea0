/** Paths and mask calls as documents. */
import type {
  ColumnPattern,
  JsonPath,
  MaskArgument,
  MaskCall,
  Name,
  NamePattern,
  PathStep,
  RelationReference,
  TreatmentTarget,
} from '../syntax/ast.ts';
import { concat, type Doc, group, indent, join, leaf, softline } from './doc.ts';
import { printLiteral, printName } from './print-expression.ts';
import { closer, commaOnLine, commaSeparated, opener } from './print-parts.ts';

export function printPath(segments: readonly (Name | NamePattern)[]): Doc {
  return dotted(segments.map(printPlain));
}

export function printColumnPattern({ source, steps, jsonPath }: ColumnPattern): Doc {
  return dotted([printName(source), ...steps.map(printStep), ...into(jsonPath)]);
}

export function printTarget({ segments, jsonPath }: TreatmentTarget): Doc {
  return dotted([...segments.map(printName), ...into(jsonPath)]);
}

export function printRelation({ schema, name }: RelationReference): Doc {
  return printPath(schema === null ? [name] : [schema, name]);
}

export function printJsonPath({ steps }: JsonPath): Doc {
  const docs = steps.map((step) =>
    step.kind === 'EachStep' ? concat(leaf('['), leaf('*'), leaf(']')) : concat(leaf('.'), printName(step)),
  );
  return concat(leaf('$'), ...docs);
}

export function printMaskCall(call: MaskCall): Doc {
  if (call.args.length === 0) return printName(call.name);
  const args = commaOnLine(call.args.map(printArgument));
  return concat(printName(call.name), opener('('), args, closer(')'));
}

function printArgument(argument: MaskArgument): Doc {
  switch (argument.kind) {
    case 'Name':
      return printName(argument);
    case 'RegexLiteral':
      return leaf(`/${argument.pattern}/`);
    default:
      return printLiteral(argument);
  }
}

function printStep(step: PathStep): Doc {
  if (step.kind !== 'NameSet') return printPlain(step);
  const members = commaSeparated(step.members.map(printPlain));
  return group(opener('{'), indent(softline, members), softline, closer('}'));
}

function printPlain(name: Name | NamePattern): Doc {
  return name.kind === 'Name' ? printName(name) : leaf(name.text);
}

function into(jsonPath: JsonPath | null): readonly Doc[] {
  return jsonPath === null ? [] : [printJsonPath(jsonPath)];
}

function dotted(docs: readonly Doc[]): Doc {
  return join(() => leaf('.'), docs);
}
