/** What a closed API hides of what nobody has classified, found by trying all ways into all values, as naively as can be. */
import { type ApiDocument, closure, into, type SchemaNode, type Step } from './http-documents.ts';

export interface Closed {
  /** What carries the label of what nobody classified. */
  readonly unclassified: ReadonlySet<SchemaNode>;
  /** Whether a value that these describe can stand outside of all that is classified. */
  isOutside(nodes: ReadonlySet<SchemaNode>): boolean;
}

interface Way {
  readonly declared: readonly SchemaNode[];
  readonly nodes: ReadonlySet<SchemaNode>;
}

/** @param starts what describes bodies and parameters */
export function close(
  document: ApiDocument,
  starts: readonly SchemaNode[],
  isLabelled: (node: SchemaNode) => boolean,
): Closed {
  const numbers = new Map<SchemaNode, number>();
  const numberOf = (node: SchemaNode): number => {
    numbers.set(node, numbers.get(node) ?? numbers.size);
    return numbers.get(node) ?? 0;
  };
  const key = (nodes: Iterable<SchemaNode>) =>
    [...nodes]
      .map(numberOf)
      .sort((a, b) => a - b)
      .join();

  const found = new Set<SchemaNode>();
  const outside = new Set<string>();
  const seen = new Set<string>();
  const left = starts.map((start): Way => ({ declared: [start], nodes: closure([start], document) }));
  for (const { declared, nodes } of left) {
    const place = `${key(declared)} ${key(nodes)}`;
    if (seen.has(place) || [...nodes].some(isLabelled)) continue;
    seen.add(place);
    if (holds(nodes, document, isLabelled)) for (const node of declared) found.add(node);
    let here = nodes;
    const lists = new Set<string>();
    while (here.size > 0 && !lists.has(key(here)) && ![...here].some(isLabelled)) {
      lists.add(key(here));
      outside.add(key(here));
      const names = [...here].flatMap(({ properties }) => Object.keys(properties ?? {}));
      const steps: Step[] = ['other of all', ...names].map((property) => ({ property }));
      for (const step of steps) {
        const inner = into(here, step, document);
        if (inner.size > 0) left.push({ declared: declaredBehind(here, step), nodes: inner });
      }
      here = into(here, 'item', document);
    }
  }
  const columns = columnsOf(document, starts);
  const labelled = new Set([...found].map((node) => columns.get(node) ?? node));
  return {
    unclassified: new Set(
      [...new Set([...columns.keys(), ...found])].filter((node) => labelled.has(columns.get(node) ?? node)),
    ),
    isOutside: (nodes) => outside.has(key(nodes)),
  };
}

/** What of a step is written there by itself, rather than for all other names. */
function declaredBehind(nodes: ReadonlySet<SchemaNode>, step: Step): readonly SchemaNode[] {
  if (step === 'item') return [];
  const named = [...nodes].flatMap(({ properties }) => properties?.[step.property] ?? []);
  return named.length > 0
    ? named
    : [...nodes].flatMap(({ additionalProperties }) => additionalProperties ?? []);
}

function holds(
  start: ReadonlySet<SchemaNode>,
  document: ApiDocument,
  isLabelled: (node: SchemaNode) => boolean,
): boolean {
  let nodes = start;
  // Lists that are their own items are deeper than any of these.
  for (let depth = 0; depth < 20 && nodes.size > 0; depth += 1) {
    if ([...nodes].some(isLabelled)) return false;
    const types = typesOf(nodes);
    if (types.size === 0 || types.has('string') || saysNothing(nodes)) return true;
    nodes = into(nodes, 'item', document);
  }
  return false;
}

export function typesOf(nodes: ReadonlySet<SchemaNode>): ReadonlySet<string> {
  return new Set(
    [...nodes].flatMap(({ type, properties, additionalProperties, items }) => {
      if (type !== undefined) return type;
      if (properties !== undefined || additionalProperties !== undefined) return 'object';
      return items === undefined ? [] : 'array';
    }),
  );
}

/** Whether the document says nothing of what is inside. */
export function saysNothing(nodes: ReadonlySet<SchemaNode>): boolean {
  const types = typesOf(nodes);
  const mayHold = types.size === 0 || types.has('object') || types.has('array');
  const isSilent = [...nodes].every(
    ({ properties, additionalProperties, items }) =>
      properties === undefined && additionalProperties === undefined && items === undefined,
  );
  return mayHold && isSilent;
}

/** What is written in one schema under one name is one field, whichever of a union it is in. */
function columnsOf({ schemas }: ApiDocument, starts: readonly SchemaNode[]): ReadonlyMap<SchemaNode, string> {
  const columns = new Map<SchemaNode, string>();
  const walk = (node: SchemaNode, path: string, isNamed: boolean): void => {
    if (isNamed) columns.set(node, path);
    for (const part of [...(node.allOf ?? []), ...(node.oneOf ?? [])]) walk(part, path, false);
    for (const [name, part] of Object.entries(node.properties ?? {})) walk(part, `${path}.${name}`, true);
    if (node.additionalProperties !== undefined) walk(node.additionalProperties, `${path}.*`, true);
    if (node.items !== undefined) walk(node.items, path, false);
  };
  for (const [name, node] of Object.entries(schemas)) walk(node, name, true);
  for (const [index, node] of starts.entries()) walk(node, `start ${index}`, true);
  return columns;
}
