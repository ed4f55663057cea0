/** The parts of an API's matcher module as text: each function writes the initializer of one constant. */
import type {
  BodyEntry,
  ByNeighbour,
  FieldTreatment,
  OperationEntry,
  ParameterEntry,
  ResponseEntry,
  ShapeEntry,
} from '@dlpc/runtime/abi';
import type { IrApi } from '../ir/ir.ts';
import { approvalText } from './approval-text.ts';
import { indent, list, nullableLiteral, stringLiteral, textsText } from './literal.ts';
import { rulesList } from './rules-list.ts';

/** Which requests are of which operation. */
export function routesText({ routes }: IrApi): string {
  return list(
    routes.map(
      ({ method, segments, operation }) =>
        `{ method: ${stringLiteral(method)}, segments: [${segments.map(textsText).join(', ')}], operation: ${operation} }`,
    ),
  );
}

/** The operations, each with what is said of it and what it takes and gives. */
export function operationsText(source: IrApi): string {
  return list(source.operations.map((operation) => operationText(source, operation)));
}

function operationText(source: IrApi, operation: OperationEntry): string {
  const { method, path, operationId, rules, alerts, parameters, request, responses } = operation;
  const written = rulesList(source, rules, ({ effect, approval }) => [
    `effect: ${stringLiteral(effect)}`,
    `approval: ${approvalText(approval)}`,
  ]);
  const fields = [
    `method: ${stringLiteral(method)}`,
    `path: ${stringLiteral(path)}`,
    `operationId: ${nullableLiteral(operationId)}`,
    `rules: ${written}`,
    `alerts: ${rulesList(source, alerts)}`,
    `parameters: ${list(parameters.map(parameterText))}`,
    `request: ${list(request.map(bodyText))}`,
    `responses: ${list(responses.map(responseText))}`,
  ];
  return `{\n${fields.map((field) => `  ${indent(field)},\n`).join('')}}`;
}

function parameterText({ name, in: place, shape }: ParameterEntry): string {
  return `{ name: ${stringLiteral(name)}, in: ${stringLiteral(place)}, shape: ${shape} }`;
}

function bodyText({ mediaType, shape }: BodyEntry): string {
  return `{ mediaType: ${stringLiteral(mediaType)}, shape: ${shape} }`;
}

function responseText({ status, bodies, headers }: ResponseEntry): string {
  const named = headers.map(({ name, shape }) => `{ name: ${stringLiteral(name)}, shape: ${shape} }`);
  return `{ status: ${stringLiteral(status)}, bodies: [${bodies.map(bodyText).join(', ')}], headers: [${named.join(', ')}] }`;
}

/** What may stand where. */
export function shapesText({ shapes }: IrApi): string {
  return list(shapes.map(shapeText));
}

function shapeText(shape: ShapeEntry): string {
  const { types, fields, properties, additional, undeclared, items, searches, isProtected } = shape;
  const pairs = [...properties].map(([name, index]) => `[${stringLiteral(name)}, ${index}]`);
  const written = [
    `types: ${textsText(types)}`,
    `fields: [${fields.join(', ')}]`,
    `properties: new Map<string, number>([${pairs.join(', ')}])`,
    `additional: ${additional}`,
    `undeclared: ${stringLiteral(undeclared)}`,
    `items: ${items}`,
    `searches: [${searches.join(', ')}]`,
    `isProtected: ${isProtected}`,
  ];
  return `{ ${written.join(', ')} }`;
}

/** The labelled fields, with what each policy says of them. */
export function fieldsText(source: IrApi): string {
  return list(
    source.fields.map(({ name, found, labels, fallback }) => {
      const written = labels.map(({ label, rules }) => {
        const said = rulesList(source, rules, ({ treatment }) => [`treatment: ${treatmentText(treatment)}`]);
        return `{ label: ${stringLiteral(label)}, rules: ${said} }`;
      });
      return `{ name: ${stringLiteral(name)}, found: ${found}, labels: ${list(written)}, fallback: ${treatmentText(fallback)} }`;
    }),
  );
}

/** What is looked for in texts. */
export function detectorsText({ detectors }: IrApi): string {
  return list(
    detectors.map(({ text, automaton, lengths, validator }) => {
      const { stretches, classes, words, readers, follow, starts, ends } = automaton;
      const parts = [
        `stretches: ${numbers(stretches)}`,
        `classes: ${numbers(classes)}`,
        `words: [${words.join(', ')}]`,
        `readers: [${readers.map(numbers).join(', ')}]`,
        `follow: [${follow.map(numbers).join(', ')}]`,
        `starts: ${byNeighbourText(starts)}`,
        `ends: ${byNeighbourText(ends)}`,
      ];
      const bounds = `{ least: ${lengths.least}, most: ${lengths.most} }`;
      return `{ text: ${stringLiteral(text)}, automaton: { ${parts.join(', ')} }, lengths: ${bounds}, validator: ${nullableLiteral(validator)} }`;
    }),
  );
}

function byNeighbourText({ edge, word, other }: ByNeighbour): string {
  return `{ edge: ${numbers(edge)}, word: ${numbers(word)}, other: ${numbers(other)} }`;
}

function numbers(list: readonly number[]): string {
  return `[${list.join(', ')}]`;
}

function treatmentText({ text, rank, mask, keyed }: FieldTreatment): string {
  return `{ text: ${stringLiteral(text)}, rank: ${rank}, mask: ${maskText(mask)}, keyed: ${keyed} }`;
}

function maskText(mask: FieldTreatment['mask']): string {
  if (mask === null) return 'null';
  const args = mask.args.map((arg) => (typeof arg === 'number' ? String(arg) : stringLiteral(arg)));
  return `{ name: ${stringLiteral(mask.name)}, args: [${args.join(', ')}], type: ${stringLiteral(mask.type)} }`;
}
