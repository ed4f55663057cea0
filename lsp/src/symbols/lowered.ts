/** Who sees what, from the intermediate form of a project, which is made when somebody first asks. */
import {
  type ApiTarget,
  askApi,
  askWho,
  type CheckResult,
  type CompileResult,
  isApi,
  lowerPolicies,
  type Relation,
  type SightAnswer,
  type Source,
  showsFieldValue,
  type WhoTarget,
} from '@dlpc/compiler';

export type SeenTarget = WhoTarget | Extract<ApiTarget, { readonly kind: 'field' }>;

/** One way in which somebody sees it. */
export interface Sight {
  /** Null where it is seen as it is. */
  readonly mask: { readonly text: string; readonly lookup: boolean } | null;
  readonly who: SightAnswer['who'];
}

export interface Seen {
  readonly sights: readonly Sight[];
  /** Whether all places were looked at where it could be seen. */
  readonly complete: boolean;
}

type Lowered = Pick<CompileResult, 'sources' | 'apis'>;

const lowered = new WeakMap<CheckResult, Lowered>();
const answers = new WeakMap<CheckResult, Map<string, Seen>>();

/** A column of a database, or a field of an API, as what is asked about. */
export function seenTarget(source: Source, relation: Relation, column: string): SeenTarget {
  if (!isApi(source)) return { kind: 'column', source, relation, column };
  const fields = [...source.fields.values()].filter(
    (field) => field.relation === relation && field.column.name === column,
  );
  return { kind: 'field', source, fields };
}

/** Who sees `target`; null where the policies have errors, so that nothing is decided. */
export function whoSees(result: CheckResult, target: SeenTarget): Seen | null {
  const found = loweredOf(result);
  if (found.sources === null) return null;
  const known = answers.get(result) ?? new Map<string, Seen>();
  answers.set(result, known);
  const key = keyOf(target);
  const answer = known.get(key) ?? ask(result, found, target);
  known.set(key, answer);
  return answer;
}

function ask({ checked: { program } }: CheckResult, { sources, apis }: Lowered, target: SeenTarget): Seen {
  const inDatabases = target.kind === 'field' ? [] : askWho(program, sources ?? [], target);
  const inApis = apis.flatMap((ir) => {
    const source = program.apis.get(ir.source);
    return (source && askApi(ir, source, target)) ?? [];
  });
  const ofColumns = inDatabases
    .flatMap(({ sights }) => sights.flatMap((group) => group.sights))
    .map(({ treatment, who }) => {
      const isShown = treatment === null || treatment.sql === null;
      return { mask: isShown ? null : { text: treatment.text, lookup: treatment.lookup }, who };
    });
  const ofFields = inApis
    .flatMap(({ sights }) => sights.flatMap((group) => group.sights))
    .map(({ treatment, who }) => {
      const isShown = treatment === null || showsFieldValue(treatment);
      return { mask: isShown ? null : { text: treatment.text, lookup: false }, who };
    });
  return { sights: [...ofColumns, ...ofFields], complete: inApis.every(({ complete }) => complete) };
}

function loweredOf(result: CheckResult): Lowered {
  const known = lowered.get(result) ?? lowerPolicies(result);
  lowered.set(result, known);
  return known;
}

function keyOf(target: SeenTarget): string {
  if (target.kind === 'label') return JSON.stringify(target.label);
  if (target.kind === 'field')
    return JSON.stringify([
      target.source.name,
      ...target.fields.map(({ relation, column }) => [relation.name, column.name]),
    ]);
  const { source, relation } = target;
  const column = target.kind === 'column' ? [target.column] : [];
  return JSON.stringify([source.name, relation.schema, relation.name, ...column]);
}
