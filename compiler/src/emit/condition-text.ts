/** Conditions as expressions over `request`. */
import type { ClaimType, TimeWindow } from '@dlpc/runtime/abi';
import type { ClaimField, Condition, OptionalField, SetField, TextField } from '../ir/ir.ts';
import { stringLiteral } from './literal.ts';

/** Texts up to which a condition compares one after the other; more go into a set. */
const FEW_TEXTS = 3;

/** What the conditions of a module look up, each once. */
export class Lookups {
  readonly #sets = new Map<string, { readonly name: string; readonly values: readonly string[] }>();
  readonly #windows = new Map<string, TimeWindow>();
  readonly #ends = new Set<number>();

  /** Sets in the order in which they were asked for. */
  get sets(): Iterable<{ readonly name: string; readonly values: readonly string[] }> {
    return this.#sets.values();
  }

  /** Windows by the index under which conditions ask for them. */
  get windows(): readonly TimeWindow[] {
    return [...this.#windows.values()];
  }

  /** In order. */
  get ends(): readonly number[] {
    return [...this.#ends].sort((a, b) => a - b);
  }

  /** The name of the set of `values`. */
  nameOf(values: readonly string[]): string {
    const key = JSON.stringify(values);
    const known = this.#sets.get(key);
    if (known !== undefined) return known.name;
    const name = `texts${this.#sets.size}`;
    this.#sets.set(key, { name, values });
    return name;
  }

  indexOf(window: TimeWindow): number {
    const key = JSON.stringify([window.zone, window.start, window.end]);
    if (!this.#windows.has(key)) this.#windows.set(key, window);
    return [...this.#windows.keys()].indexOf(key);
  }

  addEnd(instant: number): void {
    this.#ends.add(instant);
  }
}

/** A boolean expression that is never wider than its context: what is composed stands in parentheses. */
export function conditionText(condition: Condition, lookups: Lookups): string {
  switch (condition.op) {
    case 'constant':
      return String(condition.value);
    case 'not':
      return `!${conditionText(condition.operand, lookups)}`;
    case 'and':
      return composed(condition.operands, '&&', 'true', lookups);
    case 'or':
      return composed(condition.operands, '||', 'false', lookups);
    case 'kind-is':
      return `(request.caller.kind === ${stringLiteral(condition.kind)})`;
    case 'one-of':
      return oneOf(fieldText(condition.field), [...new Set(condition.values)], lookups);
    case 'has':
      return hasText(condition.set, condition.member);
    case 'at-most':
      // What is absent is at most nothing.
      return `((${claimText('ints', condition.claim)} ?? Infinity) <= ${condition.value})`;
    case 'is-true':
      return `(${claimText('bools', condition.claim)} === true)`;
    case 'is-absent':
      return absenceText(condition.field, condition.type);
    case 'in-window':
      return `(request.inWindow[${lookups.indexOf(condition.window)}] === true)`;
    case 'before':
      lookups.addEnd(condition.instant);
      return `(request.now < ${condition.instant})`;
  }
}

const FIELDS: Readonly<Record<Exclude<TextField, ClaimField>, string>> = {
  'caller.sub': 'request.caller.sub',
  'caller.actor.sub': 'request.caller.actor?.sub',
  'task.id': 'request.task.id',
  'task.name': 'request.task.name',
  'task.parent': 'request.task.parent',
  'hint.application_name': 'request.hint.applicationName',
};

const MAPS = { string: 'strings', int: 'ints', bool: 'bools', 'set of string': 'sets' } as const;

function isClaim(field: string): field is ClaimField {
  return field.startsWith('caller.claims.');
}

function fieldText(field: TextField): string {
  return isClaim(field) ? claimText('strings', field) : FIELDS[field];
}

/** The value of a claim, or undefined. */
function claimText(map: (typeof MAPS)[keyof typeof MAPS], claim: ClaimField): string {
  return `request.caller.claims.${map}.get(${stringLiteral(claim.slice('caller.claims.'.length))})`;
}

function absenceText(field: OptionalField, type: ClaimType): string {
  if (!isClaim(field)) return '(request.caller.actor === null)';
  return `(${claimText(MAPS[type], field)} === undefined)`;
}

function hasText(set: SetField, member: string): string {
  if (set === 'caller.groups') return `request.caller.groups.has(${stringLiteral(member)})`;
  if (set === 'caller.actor.groups')
    return `(request.caller.actor?.groups.has(${stringLiteral(member)}) === true)`;
  return `(${claimText('sets', set)}?.has(${stringLiteral(member)}) === true)`;
}

/** Operands in one row. More go into rows of rows: compilers recurse along a row, and could overflow. */
const ROW = 50;

/** `neutral` is what nothing at all composes to. */
function composed(
  operands: readonly Condition[],
  operator: '&&' | '||',
  neutral: string,
  lookups: Lookups,
): string {
  if (operands.length === 0) return neutral;
  let parts = operands.map((operand) => conditionText(operand, lookups));
  while (parts.length > ROW) parts = rowsOf(parts).map((row) => `(${row.join(` ${operator} `)})`);
  return `(${parts.join(` ${operator} `)})`;
}

function rowsOf(parts: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(parts.length / ROW);
  return Array.from({ length: count }, (_, index) => parts.slice(index * ROW, (index + 1) * ROW));
}

function oneOf(field: string, values: readonly string[], lookups: Lookups): string {
  if (values.length > FEW_TEXTS) return `${lookups.nameOf(values)}.has(${field})`;
  if (values.length === 0) return 'false';
  return `(${values.map((value) => `${field} === ${stringLiteral(value)}`).join(' || ')})`;
}
