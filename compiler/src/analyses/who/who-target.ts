/** What `dlpc who` is asked about, from its text: a column, a relation or a label, as policies write them. */
import { nearest } from '@dlpc/language';
import { type ApiField, type ApiSource, operationText } from '../../bind/api/api-source.ts';
import { lookUpFields } from '../../bind/api/resolve-fields.ts';
import { nameText } from '../../bind/name-text.ts';
import { columnText, pathText, relationText, sourceColumnText } from '../../bind/names.ts';
import type { Program, Source } from '../../bind/program.ts';
import { lookUpRelation } from '../../bind/resolve-relation.ts';
import type { Relation } from '../../schema/model.ts';

/** What is asked of databases; a label is asked of APIs as well. */
export type WhoTarget =
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'relation'; readonly source: Source; readonly relation: Relation }
  | {
      readonly kind: 'column';
      readonly source: Source;
      readonly relation: Relation;
      readonly column: string;
    };

/** What is asked of one API. */
export type ApiTarget =
  | {
      readonly kind: 'operation';
      readonly source: ApiSource;
      readonly method: string;
      readonly path: string;
    }
  /** Several where the path leads into a union. */
  | { readonly kind: 'field'; readonly source: ApiSource; readonly fields: readonly ApiField[] };

export type TargetReading =
  | { readonly ok: true; readonly target: WhoTarget | ApiTarget }
  /** A sentence, and the way out where there is one. */
  | { readonly ok: false; readonly message: string; readonly hint: string | null };

/** Reads `crm.customers.ssn`, `crm.sales.customers`, `pii.contact`, `billing.Customer.email`, `billing GET /v1/customers/{id}`. */
export function readTarget(program: Program, text: string): TargetReading {
  const operation = readOperation(program, text);
  if (operation !== null) return operation;
  const names = namesOf(text);
  if (names === null)
    return {
      ok: false,
      message: `\`${text}\` is no name`,
      hint: 'write `crm.customers.ssn`, `crm.customers`, `pii.contact` or `billing GET /v1/customers/{id}`; names with other characters stand in double quotes',
    };
  const path = pathText(names);
  const found = inSource(program, names) ?? inApi(program, names);
  const isLabel = program.labels.has(path);
  if (isLabel && found !== null)
    return {
      ok: false,
      message: `\`${path}\` is both a label and something of \`${found.source.name}\``,
      hint: 'name the schema as well, as in `crm.public.customers.ssn`',
    };
  if (isLabel) return { ok: true, target: { kind: 'label', label: path } };
  if (found !== null) return { ok: true, target: found };
  const near = nearest(path, candidates(program));
  return {
    ok: false,
    message: `no column, relation, field or label is called \`${path}\``,
    hint: near === null ? placesOf(program) : `did you mean \`${near}\`?`,
  };
}

/** Where names of these policies begin. */
function placesOf(program: Program): string {
  const places = [...program.sources.keys(), ...program.apis.keys(), ...program.labels.keys()];
  return `names begin with a source or a label: ${places.slice(0, 12).join(', ')}${places.length > 12 ? ', …' : ''}`;
}

/** The parts of a dotted path; one with other characters than letters, digits and `_` stands in double quotes. */
function namesOf(text: string): readonly string[] | null {
  const name = /(?:"((?:[^"\\]|\\.)*)"|([^".\s]+))(\.|$)/suy;
  const names: string[] = [];
  for (;;) {
    const match = name.exec(text);
    if (match === null) return null;
    const [, quoted, plain, end] = match;
    names.push(plain ?? (quoted ?? '').replaceAll(/\\(.)/gsu, '$1'));
    if (end === '') return names;
  }
}

/** `billing GET /v1/customers/{id}`, whatever the parameters are called; null for what does not look like it. */
function readOperation(program: Program, text: string): TargetReading | null {
  const [, name = '', method = '', path = ''] = /^(\S+)\s+([A-Za-z]+)\s+(\/\S*)$/u.exec(text) ?? [];
  if (path === '') return null;
  const names = namesOf(name);
  const source = names?.length === 1 ? program.apis.get(names[0] ?? '') : undefined;
  if (source === undefined) return { ok: false, message: `no API is called \`${name}\``, hint: null };
  const unnamed = (template: string) => template.replaceAll(/\{[^{}]*\}/g, '{}');
  const operations = source.api?.operations ?? [];
  const wanted = method.toUpperCase();
  const found = operations.find(
    (operation) => operation.method === wanted && unnamed(operation.template.text) === unnamed(path),
  );
  if (found !== undefined)
    return { ok: true, target: { kind: 'operation', source, method: wanted, path: found.template.text } };
  const near = nearest(`${wanted} ${path}`, operations.map(operationText));
  return {
    ok: false,
    message: `\`${name}\` has no operation \`${wanted} ${path}\``,
    hint: near === null ? null : `did you mean \`${near}\`?`,
  };
}

function inApi(
  program: Program,
  [first, ...rest]: readonly string[],
): Extract<ApiTarget, { kind: 'field' }> | null {
  const source = first === undefined ? undefined : program.apis.get(first);
  const fields =
    source &&
    lookUpFields(
      source,
      rest.map((text) => ({ text })),
    );
  return source === undefined || fields == null ? null : { kind: 'field', source, fields };
}

/** `[source, relation]`, `[source, schema, relation]`, and both with a column behind. */
function inSource(
  program: Program,
  [first, ...rest]: readonly string[],
): Exclude<WhoTarget, { kind: 'label' }> | null {
  const source = first === undefined ? undefined : program.sources.get(first);
  if (source === undefined) return null;
  const relationAt = (names: readonly string[]): Relation | null => {
    const [schema, name] = names.length === 2 ? names : [undefined, names[0]];
    if (name === undefined || names.length > 2) return null;
    const found = lookUpRelation(source, schema ?? null, name);
    return found.kind === 'found' ? found.relation : null;
  };
  const column = rest.at(-1);
  const above = rest.length < 2 ? null : relationAt(rest.slice(0, -1));
  if (above !== null && column !== undefined && above.columns.some(({ name }) => name === column))
    return { kind: 'column', source, relation: above, column };
  const relation = relationAt(rest);
  return relation === null ? null : { kind: 'relation', source, relation };
}

function* candidates(program: Program): Iterable<string> {
  yield* program.labels.keys();
  for (const source of program.apis.values())
    for (const { relation, column } of source.fields.values())
      yield `${nameText(source.name)}.${columnText(source, relation, column.name)}`;
  for (const source of program.sources.values())
    for (const relation of source.schema?.relations.values() ?? []) {
      yield `${nameText(source.name)}.${relationText(source, relation)}`;
      for (const column of relation.columns) yield sourceColumnText(source, relation, column.name);
    }
}
