/** The claims of a caller, typed as the identity declares them. */
import { type Diagnostic, diagnostic, nearest, type ObjectEntry, type ObjectLiteral } from '@dlpc/language';
import type { Claims, ClaimType } from '@dlpc/runtime/abi';
import type { Claim, Identity } from '../bind/program.ts';
import { sayValue, textsOf } from './values.ts';

const WANTED: Readonly<Record<ClaimType, string>> = {
  string: 'a text',
  int: 'a whole number',
  bool: '`true` or `false`',
  'set of string': 'a list of texts',
};

/** `given` is null for a caller without claims, of which `caller` tells the place. */
export function claimsOf(
  given: ObjectLiteral | null,
  caller: ObjectLiteral,
  identity: Identity | null,
  report: (diagnostic: Diagnostic) => void,
): Claims {
  const claims = {
    strings: new Map<string, string>(),
    ints: new Map<string, number>(),
    bools: new Map<string, boolean>(),
    sets: new Map<string, ReadonlySet<string>>(),
  };
  const declared = identity?.claims ?? new Map<string, Claim | null>();
  const seen = new Map<string, ObjectEntry>();
  for (const entry of given?.entries ?? []) {
    const { text: name } = entry.key;
    const first = seen.get(name);
    const claim = declared.get(name);
    if (claim === undefined) {
      const near = nearest(name, declared.keys());
      report(
        diagnostic('unknown-claim', entry.key.span, { name, nearest: near, known: [...declared.keys()] }),
      );
    } else if (first !== undefined) {
      const related = [{ message: 'it is given here first', span: first.key.span }];
      report(diagnostic('caller-field-twice', entry.key.span, { name }, { related }));
    } else if (claim !== null && !put(claim, entry)) {
      const params = { name, wanted: WANTED[claim.type], given: sayValue(entry.value) };
      const related = [{ message: 'the claim is declared here', span: claim.declaration.span }];
      report(diagnostic('caller-value-type', entry.value.span, params, { related }));
    }
    seen.set(name, entry);
  }
  for (const claim of declared.values())
    if (claim !== null && !claim.optional && !seen.has(claim.name))
      report(
        diagnostic(
          'missing-claim-of-caller',
          (given ?? caller).span,
          { name: claim.name, type: claim.type },
          {
            related: [{ message: 'every identity has it', span: claim.declaration.span }],
          },
        ),
      );
  return claims;

  /** False where the value is of another type. */
  function put({ name, type }: Claim, { value }: ObjectEntry): boolean {
    if (type === 'string' && value.kind === 'StringLiteral') claims.strings.set(name, value.value);
    else if (type === 'int' && value.kind === 'IntegerLiteral') claims.ints.set(name, value.value);
    else if (type === 'bool' && value.kind === 'BooleanLiteral') claims.bools.set(name, value.value);
    else {
      const texts = type === 'set of string' ? textsOf(value) : null;
      if (texts === null) return false;
      claims.sets.set(name, new Set(texts));
    }
    return true;
  }
}
