/** Concrete to abstract syntax: identities and their claims. */
import type { CstNode } from 'chevrotain';
import type { ClaimDeclaration, ClaimType, IdentityDeclaration, IdentityMember } from './ast.ts';
import { node, nodeSpan, nodes, token, tokens } from './cst.ts';
import { type Conversion, convertAll, convertName, convertString, documentationOf } from './cst-names.ts';
import { Issuer, Question, StringToken, Word } from './tokens.ts';

/** `identity`: its name and its members, those left out that are broken. */
export function convertIdentity(to: Conversion, cst: CstNode): IdentityDeclaration | null {
  const name = convertName(to, node(cst, 'name'));
  const members = convertAll(nodes(cst, 'identityMember'), (child) => convertMember(to, child));
  const span = nodeSpan(to.source, cst);
  return (
    name && { kind: 'IdentityDeclaration', span, documentation: documentationOf(to, span), name, members }
  );
}

function convertMember(to: Conversion, cst: CstNode): IdentityMember | null {
  const claim = node(cst, 'claim');
  if (claim !== null) return convertClaim(to, claim);
  const text = token(cst, StringToken);
  if (text === null) return null;
  const key = token(cst, Issuer) === null ? 'audience' : 'issuer';
  return { kind: 'IdentitySetting', span: nodeSpan(to.source, cst), key, value: convertString(to, text) };
}

function convertClaim(to: Conversion, cst: CstNode): ClaimDeclaration | null {
  const name = convertName(to, node(cst, 'name'));
  const type = convertClaimType(to, node(cst, 'claimType'));
  if (name === null || type === null) return null;
  const optional = token(cst, Question) !== null;
  return { kind: 'ClaimDeclaration', span: nodeSpan(to.source, cst), name, optional, type };
}

function convertClaimType(to: Conversion, cst: CstNode | null): ClaimType | null {
  const words = cst === null ? [] : tokens(cst, Word).map((word) => word.image);
  if (cst === null || words.length === 0) return null;
  return { kind: 'ClaimType', span: nodeSpan(to.source, cst), text: words.join(' of ') };
}
