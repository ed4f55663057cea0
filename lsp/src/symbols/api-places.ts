/** Where fields, schemas and operations of an API are written in its document. */
import type { ApiOperation, ApiSource, Column, Relation, Site } from '@dlpc/compiler';
import type { SourceText, Span } from '@dlpc/language';

/** Keys are looked for this far before their values. */
const MOST_BETWEEN = 2_000;

/** Every place of a field, or the first of a schema or operation that is named whole. */
export function fieldPlaces(
  { api, fields }: ApiSource,
  relation: Relation,
  column: Column | null,
  textOf: (path: string) => SourceText | null,
): readonly Span[] {
  const sites = new Map((api?.shapes ?? []).flatMap((shape) => shape.sites.map((site) => [site.id, site])));
  const starts = api?.objects.get(relation.name)?.starts.flatMap((shape) => shape.sites) ?? [];
  const meant =
    column === null
      ? starts.slice(0, 1)
      : [...fields].flatMap(([id, field]) =>
          field.relation === relation && field.column === column ? (sites.get(id) ?? []) : [],
        );
  return meant.flatMap((site) => {
    const text = textOf(site.file);
    return text === null ? [] : [keyPlace(text, site)];
  });
}

/** What the document says of a field; null for nothing. */
export function fieldDescription(
  { api, fields }: ApiSource,
  relation: Relation,
  column: Column,
): string | null {
  for (const { sites } of api?.shapes ?? [])
    for (const { id, node } of sites) {
      const field = fields.get(id);
      if (field?.relation !== relation || field.column !== column || node.kind !== 'map') continue;
      const description = node.entries.get('description')?.value;
      if (description?.kind === 'scalar') return description.text;
    }
  return null;
}

/** The method below the path; the path where it stands in no plain form. */
export function operationPlace(text: SourceText, { method, template }: ApiOperation): Span | null {
  const path = keyFrom(text.text, template.text, 0);
  if (path === null) return null;
  const own = keyFrom(text.text, method.toLowerCase(), path.end);
  const next = /^\s{0,4}["']?\//m.exec(text.text.slice(path.end));
  const end = next === null ? text.text.length : path.end + next.index;
  const { start, end: last } = own !== null && own.start < end ? own : path;
  return text.span(start, last);
}

/** The key whose value a site is: people look for the name, not for what stands behind it. */
function keyPlace(text: SourceText, { node, pointer }: Site): Span {
  const name = pointer.split('/').at(-1)?.replaceAll('~1', '/').replaceAll('~0', '~') ?? '';
  const from = Math.max(node.start - MOST_BETWEEN, 0);
  const before = text.text.slice(from, node.start);
  const at = before.lastIndexOf(name);
  const isKey = name !== '' && at >= 0 && /^["']?\s*:[^\n]*\s*$/.test(before.slice(at + name.length));
  return isKey ? text.span(from + at, from + at + name.length) : text.span(node.start, node.end);
}

function keyFrom(text: string, key: string, from: number): { start: number; end: number } | null {
  for (let at = text.indexOf(key, from); at >= 0; at = text.indexOf(key, at + 1)) {
    const isKey = /(?:^|[\s{,"'])$/.test(text.slice(Math.max(at - 1, 0), at));
    if (isKey && /^["']?\s*:/.test(text.slice(at + key.length, at + key.length + 8)))
      return { start: at, end: at + key.length };
  }
  return null;
}
