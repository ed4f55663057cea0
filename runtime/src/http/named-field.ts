/**
 * Whether a parameter names a field that its caller sees masked: what is sorted, filtered or chosen by a field tells of its values. A name is found
 * as people write it, between whatever stands around it; which number or letter of an API's own stands for a field, nobody here
 * can know. Pure.
 */
import type { OperationEntry, ParameterEntry, ShapeIndex } from '../abi.ts';
import { rememberedOfTwo } from '../judge/remembered.ts';
import type { Target } from '../judge-http/read-target.ts';
import { operationsAt } from './resource.ts';
import type { ApiAccess } from './services.ts';

export interface NamedField {
  readonly parameter: string;
  readonly field: string;
}

/** The first such parameter; null where there is none. */
export function namedField(
  operation: OperationEntry,
  { parameters }: Target,
  headers: ReadonlyMap<string, string>,
  access: ApiAccess,
): NamedField | null {
  if (!access.hidesSomething) return null;
  const masked = maskedNames(access, operation);
  if (masked.size === 0) return null;
  for (const parameter of choosing(access, operation)) {
    const values = valuesOf(parameter, parameters, headers);
    if (values.length === 0) continue;
    for (const text of [parameter.name, ...values]) {
      const field = nameWithin(text, masked);
      if (field !== null) return { parameter: parameter.name, field };
    }
  }
  return null;
}

/** The parameters by which a field could be chosen. */
const choosing = rememberedOfTwo((access: ApiAccess, { parameters }: OperationEntry) =>
  parameters.filter((parameter) => parameter.in !== 'path' && !isCleared(parameter, access)),
);

/** What is sent of it; a path is what an operation is about, and chooses no field. */
function valuesOf(
  { name, in: place }: ParameterEntry,
  sent: Target['parameters'],
  headers: ReadonlyMap<string, string>,
): readonly string[] {
  if (place === 'query') return sent.flatMap(([key, value]) => (key === name ? [value ?? ''] : []));
  const value = headers.get(place === 'cookie' ? 'cookie' : name.toLowerCase());
  return value === undefined ? [] : [value];
}

/** Whether somebody has put a label on it, which the caller may see: then what it does was thought of. */
function isCleared({ shape }: ParameterEntry, { matcher, view }: ApiAccess): boolean {
  const labels = (shape === null ? [] : (matcher.shapes[shape]?.fields ?? [])).flatMap(
    (index) => matcher.fields[index]?.labels ?? [],
  );
  return labels.some(({ label }) => label !== UNCLASSIFIED) && view.treatmentOf(shape ?? -1)?.mask == null;
}

/** The label of what nobody has classified, in a closed API. */
const UNCLASSIFIED = 'unclassified';

/** Names of the properties that the caller sees masked in what is answered at the operation's path, by their words. */
const maskedNames = rememberedOfTwo(
  (access: ApiAccess, operation: OperationEntry): ReadonlyMap<string, string> => {
    const { matcher, view } = access;
    const names = new Map<string, string>();
    const isMasked = (shape: ShapeIndex): boolean => view.treatmentOf(shape)?.mask != null;
    const answered = operationsAt(access, operation)
      .flatMap(({ responses }) => responses)
      .flatMap(({ bodies }) => bodies.flatMap(({ shape }) => (shape === null ? [] : [shape])));
    // A set is walked in the order of insertion, also of what is added on the way.
    const reached = new Set(answered);
    for (const index of reached) {
      const entry = matcher.shapes[index];
      if (entry === undefined || !entry.isProtected) continue;
      for (const [name, shape] of entry.properties) {
        const items = matcher.shapes[shape]?.items ?? null;
        if (isMasked(shape) || (items !== null && isMasked(items))) names.set(wordsOf(name).join(''), name);
        reached.add(shape);
      }
      for (const inner of [entry.additional, entry.items]) if (inner !== null) reached.add(inner);
    }
    names.delete('');
    return names;
  },
);

function nameWithin(text: string, masked: ReadonlyMap<string, string>): string | null {
  const longest = Math.max(...[...masked.keys()].map((name) => name.length));
  for (const reading of readings(text)) {
    const words = wordsOf(reading);
    for (const start of words.keys()) {
      let joined = '';
      for (let at = start; at < words.length && joined.length < longest; at += 1) {
        joined += words[at];
        const name = masked.get(joined);
        if (name !== undefined) return name;
      }
    }
  }
  return null;
}

/** A text as it is, and as it is for whoever undoes what is undone in JSON or once more in a query. */
function readings(text: string): ReadonlySet<string> {
  const unescaped = text.replace(/\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})/g, (_, four, two) =>
    String.fromCodePoint(Number.parseInt(four ?? two, 16)),
  );
  const decoded = text.replace(/%([0-7][0-9A-Fa-f])/g, (_, hex) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
  return new Set([text, unescaped, decoded]);
}

/** `dateOfBirth`, `date_of_birth` and `DATE-OF-BIRTH` are the same three. */
function wordsOf(text: string): readonly string[] {
  return text
    .normalize('NFKC')
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
