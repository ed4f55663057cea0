/** Reads the conditions that an analysis prints as the compiler reads them, so that what is printed is what is compared. */

import { parsePolicyFile } from '@dlpc/language';
import type { ClaimType } from '@dlpc/runtime/abi';
import type { Note } from '../../../compiler/src/analyses/access-note.ts';
import type { Term } from '../../../compiler/src/analyses/conditions/describe.ts';
import { bindIdentity } from '../../../compiler/src/bind/bind-identity.ts';
import { reportInto } from '../../../compiler/src/bind/report.ts';
import { and, before, not, or } from '../../../compiler/src/check/conditions/build.ts';
import { checkCondition } from '../../../compiler/src/check/conditions/check-condition.ts';
import type { Condition, IrSource } from '../../../compiler/src/ir/ir.ts';
import { Memo } from '../../../compiler/src/memo/memo.ts';
import { type Asked, holds } from '../support/arbitrary-condition.ts';

const DAY = 24 * 60 * 60_000;

/** Who is meant by a note about policies with these claims. */
export function holdsOf(ir: Pick<IrSource, 'claims'>, { condition }: Note): (asked: Asked) => boolean {
  const read = or(condition.terms.map((term) => readTerm(term, ir.claims)));
  return (asked) => holds(read, asked);
}

interface ClaimShape {
  readonly name: string;
  readonly type: ClaimType;
  readonly optional: boolean;
}

function readTerm({ literals, until, after }: Term, claims: readonly ClaimShape[]): Condition {
  return and([
    ...literals.map((literal) => readCondition(literal, claims)),
    ...(until === null ? [] : [before(Date.parse(`${until}T00:00:00Z`) + DAY)]),
    ...(after === null ? [] : [not(before(Date.parse(`${after}T00:00:00Z`) + DAY))]),
  ]);
}

/** A condition of the language, read by the compiler; throws where it finds a mistake. */
export function readCondition(text: string, claims: readonly ClaimShape[]): Condition {
  const declared = claims.map(({ name, type, optional }) => `claim ${name}${optional ? '?' : ''}: ${type}`);
  const identity = `identity corp { issuer "https://login.example" audience "a" ${declared.join(' ')} }`;
  const { ast, diagnostics } = parsePolicyFile('g.dlp', `${identity} group g = ${text}`);
  const found = [...diagnostics];
  const report = reportInto(found);
  const bound = bindIdentity(
    ast.declarations.filter((declaration) => declaration.kind === 'IdentityDeclaration'),
    report,
    new Memo(),
  );
  const group = ast.declarations.find((declaration) => declaration.kind === 'GroupDeclaration');
  const context = { identity: bound, groups: new Map<string, Condition | null>() };
  const condition = group === undefined ? null : checkCondition(group.condition, context, report);
  if (condition === null || found.length > 0) throw new Error(`${text}: ${JSON.stringify(found)}`);
  return condition;
}
