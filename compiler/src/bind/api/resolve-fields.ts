/** A path of names, or a pattern of them, to the fields of an API. */
import { type ColumnPattern, diagnostic, type Name, type NamePattern, type PathStep } from '@dlpc/language';
import type { ApiObject, Part } from '../../openapi/model/api-model.ts';
import { WHOLE } from '../../openapi/model/field-columns.ts';
import { pathText } from '../names.ts';
import type { Report } from '../report.ts';
import { suggestName } from '../suggest.ts';
import { type ApiField, type ApiSource, fieldsOf } from './api-source.ts';
import { type FieldPlace, inside, partsAt, startOf } from './field-walk.ts';

/** Objects and fields of more names than this are not listed in a hint. */
const MOST_LISTED = 12;

/**
 * The fields that a `classify` means; none where there are none, which is reported. Silent where the document is unknown. A
 * pattern means whatever it matches, and only has to match something; a name without a wildcard has to be there.
 */
export function resolveFieldPattern(
  source: ApiSource,
  { steps, jsonPath, span }: ColumnPattern,
  report: Report,
): readonly ApiField[] {
  if (source.api === null) return [];
  if (jsonPath !== null) {
    report(diagnostic('json-path-in-api', jsonPath.span, { source: source.name }));
    return [];
  }
  const [first, ...others] = steps;
  if (first === undefined) return [];
  const objects = objectsAt(source, first, report);
  if (objects === null) return [];
  const parts: Part[] = [];
  for (const object of objects) {
    const isOpen = first.kind !== 'Name';
    const found = walk({ owner: pathText([object.name]), place: startOf(object) }, others, isOpen, report);
    if (found === null) return [];
    parts.push(...found);
  }
  const declared = parts.flatMap((part) => part.declared);
  const wholes = isEverything(others) ? objects.flatMap((object) => wholeOf(source, object)) : [];
  const fields = [...fieldsOf(source, declared), ...wholes];
  return fields.length > 0 ? fields : nothing(source, span, report);
}

/** The field or fields that a path of plain names leads to; null where it leads nowhere. Reports nothing. */
export function lookUpFields(
  source: ApiSource,
  segments: readonly { readonly text: string }[],
): readonly ApiField[] | null {
  const [first, ...others] = segments;
  const object = first === undefined ? undefined : source.api?.objects.get(first.text);
  if (object === undefined || others.length === 0) return null;
  let place = startOf(object);
  let parts: readonly Part[] = [];
  for (const { text } of others) {
    parts = partsAt(place).get(text) ?? [];
    place = inside(parts);
  }
  const fields = fieldsOf(
    source,
    parts.flatMap(({ declared }) => declared),
  );
  return fields.length > 0 ? fields : null;
}

/** The fields that can follow a path which begins with an object, each with what it is a part of; none where it leads nowhere. */
export function fieldsBehind(
  source: ApiSource,
  [first, ...others]: readonly string[],
): ReadonlyMap<string, readonly ApiField[]> {
  const object = first === undefined ? undefined : source.api?.objects.get(first);
  const fields = new Map<string, readonly ApiField[]>();
  if (object === undefined) return fields;
  let place = startOf(object);
  for (const name of others) place = inside(partsAt(place).get(name) ?? []);
  for (const [name, parts] of partsAt(place)) {
    if (name === null) continue;
    const declared = parts.flatMap((part) => part.declared);
    fields.set(name, fieldsOf(source, declared));
  }
  return fields;
}

/** Reports where a path that {@link lookUpFields} found nothing for leads astray; false where its first name is none. */
export function reportFieldPath(source: ApiSource, segments: readonly Name[], report: Report): boolean {
  const [first, ...others] = segments;
  const object = first === undefined ? undefined : source.api?.objects.get(first.text);
  if (object === undefined || others.length === 0) return false;
  return walk({ owner: pathText([object.name]), place: startOf(object) }, others, false, report) === null;
}

/** Null where a plain name is none, which is reported. */
function objectsAt(source: ApiSource, step: PathStep, report: Report): readonly ApiObject[] | null {
  const { objects } = source.api ?? { objects: new Map<string, ApiObject>() };
  const found = new Set<ApiObject>();
  for (const member of membersOf(step)) {
    if (member.kind === 'NamePattern') {
      for (const [name, object] of objects) if (matches(member, name)) found.add(object);
      continue;
    }
    const object = objects.get(member.text);
    if (object === undefined) {
      const { nearest, extras } = suggestName(member.text, objects.keys(), member.span, report);
      const known = objects.size > MOST_LISTED ? [] : [...objects.keys()];
      const params = { source: source.name, name: member.text, nearest, known };
      report(diagnostic('unknown-api-object', member.span, params, extras));
      return null;
    }
    found.add(object);
  }
  return [...found];
}

/** Whether the steps behind an object are a star alone. */
function isEverything([step, ...others]: readonly PathStep[]): boolean {
  return step?.kind === 'NamePattern' && step.text === '*' && others.length === 0;
}

/** A schema that is no object has no fields: all of it is the schema as a whole. So it is of such bodies of an operation. */
function wholeOf(source: ApiSource, object: ApiObject): readonly ApiField[] {
  if (object.kind === 'schema' && partsAt(startOf(object)).size > 0) return [];
  return [...source.fields.values()].filter(
    ({ relation, column }) => relation.name === object.name && column.name === WHOLE,
  );
}

/** Where a walk stands, and how its place is called. */
interface Walk {
  readonly owner: string;
  readonly place: FieldPlace;
}

/**
 * The parts that `steps` lead to.
 * @param isOpen whether a name may be missing, as behind a pattern, which other things match too
 */
function walk(
  { owner, place }: Walk,
  [step, ...others]: readonly PathStep[],
  isOpen: boolean,
  report: Report,
): readonly Part[] | null {
  if (step === undefined) return [];
  const here = partsAt(place);
  const parts: Part[] = [];
  for (const member of membersOf(step)) {
    const found = matching(here, member);
    if (found.length === 0 && member.kind === 'Name' && !isOpen) {
      const names = [...here.keys()].filter((name) => name !== null);
      const { nearest, extras } = suggestName(member.text, names, member.span, report);
      const known = names.length > MOST_LISTED ? [] : names;
      report(
        diagnostic('unknown-api-field', member.span, { owner, name: member.text, nearest, known }, extras),
      );
      return null;
    }
    const next = { owner: `${owner}.${member.text}`, place: inside(found) };
    const deeper =
      others.length === 0 ? found : walk(next, others, isOpen || member.kind === 'NamePattern', report);
    if (deeper === null) return null;
    parts.push(...deeper);
  }
  return parts;
}

function matching(
  here: ReadonlyMap<string | null, readonly Part[]>,
  member: Name | NamePattern,
): readonly Part[] {
  if (member.kind === 'Name') return here.get(member.text) ?? [];
  // What has no name is meant by a star alone.
  return [...here].flatMap(([name, parts]) =>
    name === null ? (member.text === '*' ? parts : []) : matches(member, name) ? parts : [],
  );
}

function membersOf(step: PathStep): readonly (Name | NamePattern)[] {
  return step.kind === 'NameSet' ? step.members : [step];
}

/** Whether a name is one of a pattern's: the texts between its stars, in their order, the outer ones at the ends. */
function matches({ text }: NamePattern, name: string): boolean {
  const [first = '', ...others] = text.split('*');
  const last = others.pop() ?? '';
  if (!name.startsWith(first) || name.length < first.length + last.length) return false;
  let from = first.length;
  for (const piece of others) {
    const at = name.indexOf(piece, from);
    if (at === -1) return false;
    from = at + piece.length;
  }
  return name.endsWith(last) && name.length - last.length >= from;
}

function nothing(source: ApiSource, span: ColumnPattern['span'], report: Report): readonly ApiField[] {
  report(diagnostic('pattern-matches-no-field', span, { source: source.name }));
  return [];
}
