/**
 * What a caller sees of one column, or of a part of its values. For each of its labels the applicable policy that reveals least is heard, or
 * the fallback where none speaks; then the label that reveals least wins. Rows may be found by value where all that are heard allow it. Pure.
 */
import {
  type ColumnEntry,
  type LabelEntry,
  type PartFrame,
  REVEAL_RANK,
  type RuleIndex,
  type Treatment,
} from '../../abi.ts';
import { quoteIdentifier } from '../rewrite/quote.ts';
import type { PolicySet } from './decide.ts';

/** What carries labels: a column, or a part of one. */
interface Labelled {
  readonly labels: readonly LabelEntry[];
  readonly fallback: Treatment | null;
}

/** A treatment, and the rule that asks for it; null where none of the applicable policies speaks. */
export interface Heard {
  readonly treatment: Treatment;
  readonly rule: RuleIndex | null;
}

/** The treatment of what is labelled; null for what is not, which is shown as it is. Over several links, that which reveals least. */
export function treatmentOf(labelled: Labelled, applicable: PolicySet): Treatment | null {
  return heardOf(labelled, applicable)?.treatment ?? null;
}

/** The same, with the rule that decides. */
export function heardOf(labelled: Labelled, { links }: PolicySet): Heard | null {
  const [first, ...others] = links;
  if (first === undefined) return UNHEARD;
  return others.map((link) => heardFor(labelled, link)).reduce(leastOfLinks, heardFor(labelled, first));
}

/** The compiler orders treatments that can meet for one caller, not those that meet by delegation: where these have no order, nothing is shown. */
function leastOfLinks(a: Heard | null, b: Heard | null): Heard | null {
  if (a === null || b === null) return a ?? b;
  const [one, other] = [a.treatment, b.treatment];
  if (one.rank === other.rank && one.sql !== other.sql) return UNHEARD;
  const least = lesser(a, b);
  if (!least.treatment.lookup || (mayLookUp(one) && mayLookUp(other))) return least;
  return { ...least, treatment: { ...least.treatment, lookup: false } };
}

function heardFor({ labels, fallback }: Labelled, applicable: ReadonlySet<number>): Heard | null {
  let least: Heard | null = null;
  let lookup = true;
  for (const label of labels) {
    let heard: Heard | null = null;
    for (const { policy, treatment, rule } of label.rules) {
      if (!applicable.has(policy)) continue;
      heard = lesser(heard, { treatment, rule });
      lookup &&= mayLookUp(treatment);
    }
    if (heard === null) lookup = false;
    least = lesser(least, heard ?? { treatment: fallback ?? NOTHING, rule: null });
  }
  if (least === null || lookup || !least.treatment.lookup) return least;
  return { ...least, treatment: { ...least.treatment, lookup: false } };
}

/** Look-ups go by where anybody who has a say does not grant them. Who sees a value may look for it. */
function mayLookUp({ sql, lookup }: Treatment): boolean {
  return lookup || sql === null;
}

/** A matcher without a fallback for what is labelled is refused when it is loaded; this is the same rule once more. */
const NOTHING: Treatment = {
  text: 'null',
  rank: REVEAL_RANK.nothing,
  sql: 'NULL',
  keyed: false,
  lookup: false,
};

const UNHEARD: Heard = { treatment: NOTHING, rule: null };

/** Of two equal ones the first stays: the compiler refuses policies in which that could make a difference. */
function lesser(a: Heard | null, b: Heard): Heard {
  return a === null || b.treatment.rank < a.treatment.rank ? b : a;
}

/** How a column is shown. */
export interface ColumnTreatment {
  /** The expression over its bare name that stands for it; null for the column as it is. */
  readonly sql: string | null;
  /** Labels whose values it shows as they are. */
  readonly revealed: readonly string[];
  /** Whether a key stands between a value and what is shown of it, which nobody may put values of their own through. */
  readonly isSecret: boolean;
  /** Whether rows may be found by the stored value. */
  readonly lookup: boolean;
}

/**
 * The parts are masked one after another, each on what the one before it left, the framed ones together, and the column as a whole on what
 * the last one left.
 */
export function treatColumn(column: ColumnEntry, applicable: PolicySet): ColumnTreatment {
  const name = quoteIdentifier(column.name);
  const revealed: string[] = [];
  let isSecret = false;
  const masks: string[] = [];
  const framed: string[] = [];
  for (const part of column.parts) {
    const treatment = treatmentOf(part, applicable);
    isSecret ||= isSecretly(treatment);
    if (treatment?.sql == null) revealed.push(...part.labels.map(({ label }) => label));
    else (part.framed ? framed : masks).push(treatment.sql);
  }
  if (framed.length > 0) masks.push(inFrame(framed, column.frame));
  let sql: string | null = null;
  for (const mask of masks) sql = over(mask, sql ?? name, PART_VALUE);
  const whole = treatmentOf(column, applicable);
  if (whole === null) return { sql, revealed, lookup: false, isSecret };
  isSecret ||= isSecretly(whole);
  // Where a part is masked, the whole would tell of it.
  if (whole.sql !== null)
    return sql === null
      ? { sql: whole.sql, revealed: [], lookup: whole.lookup, isSecret }
      : { sql: over(whole.sql, sql, name), revealed: [], lookup: false, isSecret };
  return {
    sql,
    revealed: [...revealed, ...column.labels.map(({ label }) => label)],
    lookup: false,
    isSecret,
  };
}

function isSecretly(treatment: Treatment | null): boolean {
  return treatment !== null && treatment.sql !== null && treatment.keyed && !treatment.lookup;
}

/** A matcher without the frame that its parts need is refused when it is loaded; this is the same rule once more. */
function inFrame(selects: readonly string[], frame: PartFrame | null): string {
  return frame === null ? 'NULL' : `${frame.before}${selects.join(frame.between)}${frame.after}`;
}

/** What the masks of parts call the value. */
const PART_VALUE = '"value"';

/**
 * `mask`, an expression over the column `name`, of what `value` gives. A mask reads its column several times: without the fence, the server
 * would put what `value` computes into each place, and masks over masks would take time that doubles with each.
 */
function over(mask: string, value: string, name: string): string {
  return `(SELECT ${mask} FROM (SELECT ${value} AS ${name} OFFSET 0) "masked")`;
}

/** Every label that a column or a part of its values carries. */
export function labelsOf({ labels, parts }: ColumnEntry): readonly LabelEntry[] {
  return [...labels, ...parts.flatMap((part) => part.labels)];
}
