/** `group` declarations, each after those that its condition names. */
import { diagnostic, type GroupDeclaration } from '@dlpc/language';
import { type Memo, Query } from '../memo/memo.ts';
import { declareOnce, firstDeclaredAt } from './declare.ts';
import { namesIn } from './names-in.ts';
import type { Group } from './program.ts';
import type { Report } from './report.ts';
import { RESERVED_NAMES } from './reserved-names.ts';

/** A circle may have thousands of groups; a few show the way. */
const MOST_RELATED = 8;

export interface BoundGroups {
  readonly groups: ReadonlyMap<string, Group>;
  readonly cyclic: ReadonlySet<string>;
}

const boundGroup = new Query<Group>('group');

/** Binds all groups. Those that are defined by themselves, and those that need them, are in `cyclic` alone. */
export function bindGroups(
  declarations: readonly GroupDeclaration[],
  report: Report,
  memo: Memo,
): BoundGroups {
  const declared = new Map<string, Group>();
  for (const declaration of declarations) {
    const { name } = declaration;
    if (RESERVED_NAMES.has(name.text)) {
      report(diagnostic('reserved-name', name.span, { name: name.text }));
      continue;
    }
    const group = memo.derive(boundGroup, declaration, [], () => ({ name: name.text, declaration }));
    declareOnce(declared, name.text, group, (first) =>
      report(
        diagnostic(
          'duplicate-group',
          name.span,
          { name: name.text },
          firstDeclaredAt(first.declaration.name),
        ),
      ),
    );
  }

  const needs = new Map<Group, ReadonlySet<Group>>();
  for (const group of declared.values()) {
    const named = namesIn(group.declaration.condition).map((name) => declared.get(name));
    needs.set(group, new Set(named.filter((other) => other !== undefined)));
  }
  const ordered = inOrder(needs);
  const cyclic = [...needs.keys()].filter((group) => !ordered.has(group));
  reportCycles(cyclic, needs, report);
  return {
    groups: new Map([...ordered].map((group) => [group.name, group])),
    cyclic: new Set(cyclic.map((group) => group.name)),
  };
}

/** The groups whose needs can all be met, each after what it needs (Kahn's algorithm). */
function inOrder(needs: ReadonlyMap<Group, ReadonlySet<Group>>): Set<Group> {
  const neededBy = new Map<Group, Group[]>();
  const open = new Map<Group, number>();
  for (const [group, needed] of needs) {
    open.set(group, needed.size);
    for (const other of needed) {
      const known = neededBy.get(other);
      if (known === undefined) neededBy.set(other, [group]);
      else known.push(group);
    }
  }
  // A set is walked in the order of insertion, also of what is added on the way.
  const ordered = new Set([...needs.keys()].filter((group) => open.get(group) === 0));
  for (const group of ordered)
    for (const other of neededBy.get(group) ?? []) {
      const left = (open.get(other) ?? 0) - 1;
      open.set(other, left);
      if (left === 0) ordered.add(other);
    }
  return ordered;
}

/** Each of `stuck` needs another of them, so that following the needs must lead into a circle. */
function reportCycles(
  stuck: readonly Group[],
  needs: ReadonlyMap<Group, ReadonlySet<Group>>,
  report: Report,
): void {
  const among = new Set(stuck);
  const seen = new Set<Group>();
  for (const start of stuck) {
    const path: Group[] = [];
    let group: Group | undefined = start;
    while (group !== undefined && !seen.has(group)) {
      seen.add(group);
      path.push(group);
      group = [...(needs.get(group) ?? [])].find((other) => among.has(other));
    }
    const entry: Group | undefined = group;
    const cycle = entry === undefined ? [] : path.slice(path.indexOf(entry));
    // A walk that ran into an older one has no circle of its own.
    if (entry === undefined || !path.includes(entry)) continue;
    report(
      diagnostic(
        'cyclic-groups',
        entry.declaration.name.span,
        { cycle: cycle.map((member) => member.name) },
        {
          related: cycle
            .filter((member) => member !== entry)
            .slice(0, MOST_RELATED)
            .map((member) => ({ message: 'through this one', span: member.declaration.name.span })),
        },
      ),
    );
  }
}
