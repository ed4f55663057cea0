/** What a statement is read with, and the look-ups that complain where nothing is found. */
import type { Node, RangeVar, TypeName } from 'libpg-query';
import { strings } from '../parse/node.ts';
import { unknownExtensionType } from '../types/extension-types.ts';
import type { TypeRef } from '../types/named-type.ts';
import type { Database } from './database.ts';
import { type ColumnState, findColumn, type RelationState } from './relation-state.ts';
import type { Report } from './report.ts';
import { resolveType } from './resolve-type.ts';

export interface Context {
  readonly database: Database;
  readonly report: Report;
}

/** The relation of a statement; null, with a report, where there is none and `missingOk` does not say so. */
export function lookUpRelation(
  { database, report }: Context,
  range: RangeVar | undefined,
  missingOk = false,
): RelationState | null {
  const name = range?.relname ?? '';
  const found = database.findRelation(range?.schemaname, name);
  if (found === null && !missingOk)
    report.error(`no relation is called \`${qualified(range?.schemaname, name)}\``, range?.location);
  return found;
}

/** A column of a relation; null, with a report, where there is none. */
export function lookUpColumn(
  { report }: Context,
  relation: RelationState,
  name: string,
  missingOk = false,
): ColumnState | null {
  const found = findColumn(relation, name);
  if (found === null && !missingOk)
    report.error(`\`${qualified(relation.schema, relation.name)}\` has no column \`${name}\``);
  return found;
}

/** The type that a name means; null, with a report, where there is none. */
export function lookUpType(context: Context, typeName: TypeName): TypeRef | null {
  const { database, report } = context;
  const resolution = resolveType(database, typeName);
  if (resolution.kind === 'found') return resolution.type;
  const [name = '', schema] = strings(typeName.names).toReversed();
  if (resolution.kind === 'wrong-modifier')
    report.error(`\`${qualified(schema, name)}\` does not take these modifiers`, typeName.location);
  else if (guessExtensionType(context, schema, name, typeName.location)) return lookUpType(context, typeName);
  else report.error(`no type is called \`${qualified(schema, name)}\``, typeName.location);
  return null;
}

/** Qualifies the name of a message as it stands in the text. */
export function qualified(schema: string | undefined, name: string): string {
  return schema === undefined ? name : `${schema}.${name}`;
}

/** Splits the object of an ALTER or DROP: a list of strings, or a type name. */
export function objectName(node: Node | undefined): { schema: string | undefined; name: string } {
  const names =
    node === undefined
      ? []
      : 'List' in node
        ? strings(node.List.items)
        : 'TypeName' in node
          ? strings(node.TypeName.names)
          : strings([node]);
  const [name = '', schema] = names.toReversed();
  return { schema, name };
}

/** Adds an unknown type where an extension that is not known here may have brought it; false where none may. */
function guessExtensionType(
  { database, report }: Context,
  schema: string | undefined,
  name: string,
  location: number | undefined,
): boolean {
  for (const candidate of schema === undefined ? database.path.lookup : [schema]) {
    const extension = database.opaqueExtensions.get(candidate);
    if (extension === undefined) continue;
    report.warning(`\`${name}\` is taken for a type of the extension \`${extension}\``, location);
    database.addType(unknownExtensionType(extension, candidate, name));
    return true;
  }
  return false;
}
