/**
 * The parts of a matcher module as text: each function writes the initializer of one constant. What stands in a relation is
 * relation-text.ts's.
 */
import type { Treatment } from '@dlpc/runtime/abi';
import type { IrPolicies } from '../ir/ir.ts';
import { conditionText, type Lookups } from './condition-text.ts';
import { list, nullableLiteral, stringLiteral } from './literal.ts';
import { rulesList } from './rules-list.ts';

/** `{ text, rank, sql, keyed }` */
export function treatmentText({ text, rank, sql, keyed, lookup }: Treatment): string {
  return `{ text: ${stringLiteral(text)}, rank: ${rank}, sql: ${nullableLiteral(sql)}, keyed: ${keyed}, lookup: ${lookup} }`;
}

/** The policies, each with its condition as a function. */
export function policiesText({ policies }: IrPolicies, lookups: Lookups): string {
  return list(
    policies.map(({ name, condition, admits, record }) => {
      const applies = `(request: AccessRequest): boolean => ${conditionText(condition, lookups)}`;
      return `{ name: ${stringLiteral(name)}, admits: ${admits}, record: ${nullableLiteral(record)}, applies: ${applies} }`;
    }),
  );
}

/** Whose tokens count. */
export function identityText({ identity }: IrPolicies): string {
  if (identity === null) return 'null';
  return `{ issuer: ${stringLiteral(identity.issuer)}, audience: ${stringLiteral(identity.audience)} }`;
}

/** The claims that an identity must carry. */
export function claimsText({ claims }: IrPolicies): string {
  return list(
    claims.map(
      ({ name, type, optional }) =>
        `{ name: ${stringLiteral(name)}, type: ${stringLiteral(type)}, optional: ${optional} }`,
    ),
  );
}

/** The windows that conditions ask about, by index. */
export function windowsText({ windows }: Lookups): string {
  return list(
    windows.map(({ zone, start, end }) => `{ zone: ${stringLiteral(zone)}, start: ${start}, end: ${end} }`),
  );
}

/** The rules, by which denials and explanations lead to the policy files. */
export function rulesText({ rules }: IrPolicies): string {
  return list(
    rules.map(
      ({ policy, text, file, line }) =>
        `{ policy: ${policy}, text: ${stringLiteral(text)}, file: ${stringLiteral(file)}, line: ${line} }`,
    ),
  );
}

/** The budgets. */
export function limitsText(source: IrPolicies): string {
  return rulesList(source, source.limits, ({ amount, unit, per, beyond }) => [
    `amount: ${amount}`,
    `unit: ${stringLiteral(unit)}`,
    `per: ${stringLiteral(per)}`,
    `beyond: ${stringLiteral(beyond)}`,
  ]);
}
