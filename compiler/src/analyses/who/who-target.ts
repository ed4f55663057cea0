/** What `dlpc who` is asked about, from its text: a column, a relation or a label, as policies write them. */
import { nearest } from '@dlpc/language';
import { nameText } from '../../bind/name-text.ts';
import { pathText, relationText, sourceColumnText } from '../../bind/names.ts';
import type { Program, Source } from '../../bind/program.ts';
import { lookUpRelation } from '../../bind/resolve-relation.ts';
import type { Relation } from '../../schema/model.ts';

export type WhoTarget =
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'relation'; readonly source: Source; readonly relation: Relation }
  | {
      readonly kind: 'column';
      readonly source: Source;
      readonly relation: Relation;
      readonly column: string;
    };

export type TargetReading =
  | { readonly ok: true; readonly target: WhoTarget }
  /** A sentence, and the way out where there is one. */
  | { readonly ok: false; readonly message: string; readonly hint: string | null };

/** Reads `crm.customers.ssn`, `crm.sales.customers`, `pii.contact`. */
export function readTarget(program: Program, text: string): TargetReading {
  const names = namesOf(text);
  if (names === null)
    return {
      ok: false,
      message: `\`${text}\` is no name`,
      hint: 'write `crm.customers.ssn`, `crm.customers` or `pii.contact`; names with other characters stand in double quotes',
    };
  const path = pathText(names);
  const found = inSource(program, names);
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
    message: `no column, relation or label is called \`${path}\``,
    hint: near === null ? null : `did you mean \`${near}\`?`,
  };
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
  for (const source of program.sources.values())
    for (const relation of source.schema?.relations.values() ?? []) {
      yield `${nameText(source.name)}.${relationText(source, relation)}`;
      for (const column of relation.columns) yield sourceColumnText(source, relation, column.name);
    }
}
