/** Conditions as expressions over `caller`. */
import type { Condition } from '../ir/ir.ts';
import { stringLiteral } from './literal.ts';

/** Subjects up to which a condition compares one after the other; more go into a set. */
const FEW_SUBJECTS = 3;

/** The sets of subjects that a module's conditions look up, each once. */
export class SubjectSets {
  readonly #names = new Map<string, { readonly name: string; readonly values: readonly string[] }>();

  /** Sets in the order in which they were asked for. */
  get all(): Iterable<{ readonly name: string; readonly values: readonly string[] }> {
    return this.#names.values();
  }

  /** The name of the set of `values`. */
  nameOf(values: readonly string[]): string {
    const key = JSON.stringify(values);
    const known = this.#names.get(key);
    if (known !== undefined) return known.name;
    const name = `subjects${this.#names.size}`;
    this.#names.set(key, { name, values });
    return name;
  }
}

/** A boolean expression that is never wider than its context: what is composed stands in parentheses. */
export function conditionText(condition: Condition, sets: SubjectSets): string {
  switch (condition.op) {
    case 'constant':
      return String(condition.value);
    case 'not':
      return `!${conditionText(condition.operand, sets)}`;
    case 'and':
      return composed(condition.operands, '&&', 'true', sets);
    case 'or':
      return composed(condition.operands, '||', 'false', sets);
    case 'kind-is':
      return `(caller.kind === ${stringLiteral(condition.kind)})`;
    case 'sub-in':
      return subjectIn([...new Set(condition.values)], sets);
    case 'has-group':
      return `caller.groups.has(${stringLiteral(condition.group)})`;
  }
}

/** Operands in one row. More go into rows of rows: compilers recurse along a row, and could overflow. */
const ROW = 50;

/** `neutral` is what nothing at all composes to. */
function composed(
  operands: readonly Condition[],
  operator: '&&' | '||',
  neutral: string,
  sets: SubjectSets,
): string {
  if (operands.length === 0) return neutral;
  let parts = operands.map((operand) => conditionText(operand, sets));
  while (parts.length > ROW) parts = rowsOf(parts).map((row) => `(${row.join(` ${operator} `)})`);
  return `(${parts.join(` ${operator} `)})`;
}

function rowsOf(parts: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(parts.length / ROW);
  return Array.from({ length: count }, (_, index) => parts.slice(index * ROW, (index + 1) * ROW));
}

function subjectIn(values: readonly string[], sets: SubjectSets): string {
  if (values.length > FEW_SUBJECTS) return `${sets.nameOf(values)}.has(caller.sub)`;
  if (values.length === 0) return 'false';
  return `(${values.map((value) => `caller.sub === ${stringLiteral(value)}`).join(' || ')})`;
}
