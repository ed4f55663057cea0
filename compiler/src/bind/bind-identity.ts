/** The `identity` declaration to claims with their types. A policy set has one: its conditions speak of one kind of token. */
import { diagnostic, type IdentityDeclaration } from '@dlpc/language';
import type { ClaimType } from '@dlpc/runtime/abi';
import type { Memo } from '../memo/memo.ts';
import { firstDeclaredAt } from './declare.ts';
import { deriveReporting, reportingQuery } from './derive-reporting.ts';
import type { Claim, Identity } from './program.ts';
import type { Report } from './report.ts';
import { suggestText } from './suggest.ts';

export const CLAIM_TYPES: readonly ClaimType[] = ['string', 'int', 'bool', 'set of string'];
const SETTINGS = ['issuer', 'audience'] as const;

const boundIdentity = reportingQuery<Identity>('identity');

/** Binds the first identity; each further one is reported. */
export function bindIdentity(
  declarations: readonly IdentityDeclaration[],
  report: Report,
  memo: Memo,
): Identity | null {
  const [declaration, ...further] = declarations;
  if (declaration === undefined) return null;
  for (const { name } of further)
    report(diagnostic('duplicate-identity', name.span, {}, firstDeclaredAt(declaration.name)));
  return deriveReporting(memo, boundIdentity, declaration, [], report, (inner) =>
    bindMembers(declaration, inner),
  );
}

function bindMembers(declaration: IdentityDeclaration, report: Report): Identity {
  checkSettings(declaration, report);

  const claims = new Map<string, Claim | null>();
  const spans = new Map<string, Claim['declaration']>();
  for (const member of declaration.members) {
    if (member.kind !== 'ClaimDeclaration') continue;
    const { name, optional, type } = member;
    const first = spans.get(name.text);
    if (first !== undefined) {
      report(diagnostic('duplicate-claim', name.span, { name: name.text }, firstDeclaredAt(first.name)));
      continue;
    }
    spans.set(name.text, member);
    const known = CLAIM_TYPES.find((candidate) => candidate === type.text) ?? null;
    if (known === null) {
      const { nearest, extras } = suggestText(type.text, CLAIM_TYPES, type.span, report);
      const params = { name: type.text, nearest, known: CLAIM_TYPES };
      report(diagnostic('unknown-claim-type', type.span, params, extras));
    }
    claims.set(name.text, known && { name: name.text, type: known, optional, declaration: member });
  }
  return { declaration, claims };
}

/** Issuer and audience together say which tokens count; without one, those of somebody else would. */
function checkSettings({ name, members }: IdentityDeclaration, report: Report): void {
  for (const key of SETTINGS) {
    const said = members.filter((member) => member.kind === 'IdentitySetting' && member.key === key);
    if (said.length === 0) report(diagnostic('incomplete-identity', name.span, { name: name.text, key }));
    for (const { span } of said.slice(1)) report(diagnostic('repeated-setting', span, { key }));
  }
}
