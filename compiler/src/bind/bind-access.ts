/** `select, delete on customers, sales.*`: what is done to what. */
import { type ActionName, diagnostic, type SqlAccess } from '@dlpc/language';
import { ACTIONS } from './actions.ts';
import type { BoundAction, BoundRelation, Source } from './program.ts';
import type { Report } from './report.ts';
import { resolveRelations } from './resolve-relations.ts';
import { suggestName } from './suggest.ts';

export interface BoundAccess {
  readonly actions: readonly BoundAction[];
  readonly relations: readonly BoundRelation[];
  /** Whether every name was found. */
  readonly complete: boolean;
}

/** The actions and relations of an access; one that names no relation means all of the source. */
export function bindAccess(source: Source, access: SqlAccess, report: Report): BoundAccess {
  let complete = true;
  const actions: BoundAction[] = [];
  for (const node of access.actions) {
    const action = bindAction(node, report);
    if (action === null) complete = false;
    else actions.push(action);
  }
  if (access.relations.length === 0) {
    const all = [...(source.schema?.relations.values() ?? [])];
    return { actions, relations: all.map((relation) => ({ relation, node: access })), complete };
  }
  const { relations, complete: allFound } = bindRelations(source, access.relations, report);
  return { actions, relations, complete: complete && allFound };
}

/** The relations that references mean; `counts` says which of them a wildcard finds. */
export function bindRelations(
  source: Source,
  references: SqlAccess['relations'],
  report: Report,
  counts?: Parameters<typeof resolveRelations>[3],
): Omit<BoundAccess, 'actions'> {
  let complete = true;
  const relations: BoundRelation[] = [];
  for (const node of references) {
    const found = resolveRelations(source, node, report, counts);
    if (found === null) complete = false;
    else for (const relation of found) relations.push({ relation, node });
  }
  return { relations, complete };
}

function bindAction(node: ActionName, report: Report): BoundAction | null {
  const action = ACTIONS.find((known) => known === node.text);
  if (action !== undefined) return { action, node };
  const { nearest, extras } = suggestName(node.text, ACTIONS, node.span, report);
  report(diagnostic('unknown-action', node.span, { name: node.text, nearest, known: ACTIONS }, extras));
  return null;
}
