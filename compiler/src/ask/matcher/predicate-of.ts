/** Conditions as functions of a request: what `emit/condition-text.ts` writes as text. */
import type { AccessRequest, Caller, TimeWindow } from '@dlpc/runtime/abi';
import type { ClaimField, Condition, SetField, TextField } from '../../ir/ir.ts';

export type Predicate = (request: AccessRequest) => boolean;

/** `indexOf` gives the place of a window among those whose state a request holds. */
export function predicateOf(condition: Condition, indexOf: (window: TimeWindow) => number): Predicate {
  switch (condition.op) {
    case 'constant':
      return () => condition.value;
    case 'not': {
      const operand = predicateOf(condition.operand, indexOf);
      return (request) => !operand(request);
    }
    case 'and': {
      const operands = condition.operands.map((operand) => predicateOf(operand, indexOf));
      return (request) => operands.every((holds) => holds(request));
    }
    case 'or': {
      const operands = condition.operands.map((operand) => predicateOf(operand, indexOf));
      return (request) => operands.some((holds) => holds(request));
    }
    case 'kind-is':
      return ({ caller }) => caller.kind === condition.kind;
    case 'one-of': {
      const values: ReadonlySet<string | undefined> = new Set(condition.values);
      return (request) => values.has(textOf(condition.field, request));
    }
    case 'has':
      return ({ caller }) => setOf(condition.set, caller)?.has(condition.member) === true;
    case 'at-most': {
      const name = claimName(condition.claim);
      return ({ caller }) => (caller.claims.ints.get(name) ?? Number.POSITIVE_INFINITY) <= condition.value;
    }
    case 'is-true': {
      const name = claimName(condition.claim);
      return ({ caller }) => caller.claims.bools.get(name) === true;
    }
    case 'is-absent': {
      if (!isClaim(condition.field)) return ({ caller }) => caller.actor === null;
      const name = claimName(condition.field);
      const map = MAPS[condition.type];
      return ({ caller }) => !caller.claims[map].has(name);
    }
    case 'in-window': {
      const index = indexOf(condition.window);
      return ({ inWindow }) => inWindow[index] === true;
    }
    case 'before':
      return ({ now }) => now < condition.instant;
  }
}

const MAPS = { string: 'strings', int: 'ints', bool: 'bools', 'set of string': 'sets' } as const;

function isClaim(field: string): field is ClaimField {
  return field.startsWith('caller.claims.');
}

function claimName(claim: ClaimField): string {
  return claim.slice('caller.claims.'.length);
}

/** The text of a field; undefined for what is absent. */
export function textOf(field: TextField, { caller, task, hint }: AccessRequest): string | undefined {
  switch (field) {
    case 'caller.sub':
      return caller.sub;
    case 'caller.actor.sub':
      return caller.actor?.sub;
    case 'task.id':
      return task.id;
    case 'task.name':
      return task.name;
    case 'task.parent':
      return task.parent;
    case 'hint.application_name':
      return hint.applicationName;
    default:
      return caller.claims.strings.get(claimName(field));
  }
}

function setOf(set: SetField, { groups, claims, actor }: Caller): ReadonlySet<string> | undefined {
  if (isClaim(set)) return claims.sets.get(claimName(set));
  return set === 'caller.groups' ? groups : actor?.groups;
}
