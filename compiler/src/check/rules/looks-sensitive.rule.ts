/** DLP4011: columns, and fields of APIs, whose names tell of sensitive values, and which carry no label. */
import { diagnostic } from '@dlpc/language';
import { type ApiSource, isApi } from '../../bind/api/api-source.ts';
import { closedPlaces } from '../../bind/api/closed-places.ts';
import { sourceColumnText } from '../../bind/names.ts';
import { tellingKind } from '../../detectors/telling-name.ts';
import type { Column, Relation, Schema } from '../../schema/model.ts';
import { isTableKind } from '../readable-kinds.ts';
import type { Rule } from '../rule.ts';
import { some } from './some.ts';

export const looksSensitive: Rule = ({ checked, report }) => {
  const { program } = checked;
  if (program.gaps.syntax || program.gaps.classifications) return;
  for (const [source, { columns }] of checked.settled) {
    if (source.schema === null) continue;
    // Who labels a part of a column has looked at it; what looks everywhere has not.
    const parts = program.parts.filter((part) => part.source === source);
    const labelled = Map.groupBy([...columns, ...parts], ({ relation }) => relation);
    const isLabelled = ({ relation, column }: Suspect): boolean =>
      labelled.get(relation)?.some((place) => place.column.name === column.name) ?? false;
    const suspects = isApi(source)
      ? [...suspectFields(source, isLabelled)]
      : suspectsIn(source.schema).filter((suspect) => !isLabelled(suspect));
    if (suspects.length === 0) continue;
    const { named, more } = some(
      suspects.map(({ relation, column }) => sourceColumnText(source, relation, column.name)),
    );
    report(diagnostic('looks-sensitive', source.declaration.name.span, { columns: named, more }));
  }
};

/** A column or field whose name tells of sensitive values. */
interface Suspect {
  readonly relation: Relation;
  readonly column: Column;
}

/** Names are looked at once for each schema, however often policies on it are checked. */
const suspectsOf = new WeakMap<Schema, readonly Suspect[]>();

function suspectsIn(schema: Schema): readonly Suspect[] {
  const known = suspectsOf.get(schema);
  if (known !== undefined) return known;
  const suspects: Suspect[] = [];
  for (const relation of schema.relations.values())
    for (const column of isTableKind(relation.kind) ? relation.columns : [])
      if (tellingKind(column.name, column.type.family) !== null) suspects.push({ relation, column });
  suspectsOf.set(schema, suspects);
  return suspects;
}

/** Fields at which values stand that nobody has classified, be it with what they stand in. */
function* suspectFields(source: ApiSource, isLabelled: (place: Suspect) => boolean): Iterable<Suspect> {
  const { fields } = closedPlaces(source, isLabelled);
  for (const { relation, column } of fields) {
    const [name = ''] = /(?:"[^"]*"|[^."]*)$/.exec(column.name) ?? [];
    const kind = tellingKind(name, column.type.family);
    const isSent = source.api?.objects.get(relation.name)?.parameters.has(name.replaceAll('"', '')) === true;
    // A client's own key or token is what it is let in with.
    if (kind !== null && !(isSent && kind === 'secret')) yield { relation, column };
  }
}
