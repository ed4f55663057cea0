/** What the treatment statements of a policy say, by what they say it of. */
import { type Part, partText } from '../../bind/parts.ts';
import { type Label, type Policy, type Source, treatmentBlocks } from '../../bind/program.ts';
import { jsonPathText } from '../../masks/json/json-path.ts';
import { type Memo, Query } from '../../memo/memo.ts';
import type { Column, Relation } from '../../schema/model.ts';
import type { Say } from './settled.ts';

/** The statements of one policy about one source. */
export interface SayIndex {
  readonly policy: Policy;
  /** Labels that are named. */
  readonly labels: Iterable<Label>;
  /** Relations of which columns are named. */
  readonly relations: Iterable<Relation>;
  /** The most specific that is said of a column for one of its labels; more than one where they are equally specific. */
  of(relation: Relation, column: Column, label: Label): readonly Say[];
  /** The same of a part of a column's values. What is said of the whole column says nothing of its parts. */
  ofPart(relation: Relation, column: Column, part: Part, label: Label): readonly Say[];
}

/** Indexes what `policy` says about `source`; null where it says nothing. */
function indexSays(policy: Policy, source: Source): SayIndex | null {
  const byLabel = new Map<Label, Say[]>();
  // A child may share the very column of its parent, so that the column alone does not tell the two apart.
  const byPath: { relation: Relation; column: Column; text: string; say: Say }[] = [];
  const byColumn = new Map<Relation, Map<Column, Say[]>>();
  for (const block of treatmentBlocks(policy))
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
    labels: [...byLabel.keys()],
    relations: [...byColumn.keys()],
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

/** What all policies of a set say about one source. */
export interface SaysOfPolicies {
  /** Of the policies that say anything, in the order of the set. */
  readonly all: readonly SayIndex[];
  /** The policies that say something of columns of the relation, or of one of the labels or one above it; in the order of the set. */
  about(relation: Relation, labels: Iterable<Label>): readonly SayIndex[];
}

/** By the sources that the policy speaks of. */
const saysOfPolicy = new Query<ReadonlyMap<Source, SayIndex | null>>('treatments of a policy');

/** Indexes what all `policies` say about `source`, so that a relation is asked of those alone that can answer. */
export function indexPolicies(policies: readonly Policy[], source: Source, memo: Memo): SaysOfPolicies {
  const byLabel = new Map<Label, SayIndex[]>();
  const byRelation = new Map<Relation, SayIndex[]>();
  const order = new Map<SayIndex, number>();
  for (const policy of policies) {
    const bySource = memo.derive(saysOfPolicy, policy, [], () => {
      const sources = treatmentBlocks(policy).map((block) => block.source);
      return new Map(sources.map((spoken) => [spoken, indexSays(policy, spoken)]));
    });
    const index = bySource.get(source) ?? null;
    if (index === null) continue;
    order.set(index, order.size);
    for (const label of index.labels) add(byLabel, label, index);
    for (const relation of index.relations) add(byRelation, relation, index);
  }
  return {
    all: [...order.keys()],
    about(relation, labels) {
      const found = new Set(byRelation.get(relation));
      for (const label of labels)
        for (let above: Label | null = label; above !== null; above = above.parent)
          for (const index of byLabel.get(above) ?? []) found.add(index);
      return [...found].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    },
  };
}

function add<K, V>(index: Map<K, V[]>, key: K, value: V): void {
  const values = index.get(key);
  if (values === undefined) index.set(key, [value]);
  else values.push(value);
}
