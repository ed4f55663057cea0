/** What the treatment statements of a policy say, by what they say it of. */
import { type Part, partText } from '../../bind/parts.ts';
import type { Label, Policy, Source } from '../../bind/program.ts';
import { jsonPathText } from '../../masks/json/json-path.ts';
import type { Column, Relation } from '../../schema/model.ts';
import type { Say } from './settled.ts';

/** The statements of one policy about one source. */
export interface SayIndex {
  readonly policy: Policy;
  /** The most specific that is said of a column for one of its labels; more than one where they are equally specific. */
  of(relation: Relation, column: Column, label: Label): readonly Say[];
  /** The same of a part of a column's values. What is said of the whole column says nothing of its parts. */
  ofPart(relation: Relation, column: Column, part: Part, label: Label): readonly Say[];
}

/** Indexes what `policy` says about `source`; null where it says nothing. */
export function indexSays(policy: Policy, source: Source): SayIndex | null {
  const byLabel = new Map<Label, Say[]>();
  // A child may share the very column of its parent, so that the column alone does not tell the two apart.
  const byPath: { relation: Relation; column: Column; text: string; say: Say }[] = [];
  const byColumn = new Map<Relation, Map<Column, Say[]>>();
  for (const block of policy.blocks)
    if (block.source === source)
      for (const statement of block.treatments)
        for (const target of statement.targets) {
          const say = { policy, statement, target };
          if (target.kind === 'label') add(byLabel, target.label, say);
          else if (target.path !== null) byPath.push({ ...target, text: jsonPathText(target.path), say });
          else {
            const columns = byColumn.get(target.relation) ?? new Map<Column, Say[]>();
            byColumn.set(target.relation, columns);
            add(columns, target.column, say);
          }
        }
  if (byLabel.size === 0 && byColumn.size === 0 && byPath.length === 0) return null;

  return {
    policy,
    ofPart(relation, column, part, label) {
      const text = partText(part);
      const ofPath = byPath.filter(
        (path) =>
          part.kind === 'path' &&
          path.text === text &&
          path.relation === relation &&
          path.column.name === column.name,
      );
      return ofPath.length > 0 ? ofPath.map(({ say }) => say) : ofLabelOrAbove(label);
    },
    // A column over a label, a label over its parent.
    of(relation, column, label) {
      const ofColumn = byColumn.get(relation)?.get(column);
      if (ofColumn !== undefined) return ofColumn;
      return ofLabelOrAbove(label);
    },
  };

  function ofLabelOrAbove(label: Label): readonly Say[] {
    for (let above: Label | null = label; above !== null; above = above.parent) {
      const ofLabel = byLabel.get(above);
      if (ofLabel !== undefined) return ofLabel;
    }
    return [];
  }
}

function add<K>(index: Map<K, Say[]>, key: K, say: Say): void {
  const says = index.get(key);
  if (says === undefined) index.set(key, [say]);
  else says.push(say);
}
