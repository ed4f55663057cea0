/** Callers of tests: `{ kind: service, sub: "ci", groups: ["etl"], claims: { … } }`. */
import { CALLER_KINDS } from '@dlpc/compiler';
import type { Place } from '@dlpc/language';
import { CompletionItemKind } from 'vscode-languageserver/node';
import type { Candidate } from '../candidate.ts';
import type { CompletionRequest } from '../request.ts';
import { claimsOf } from './conditions.ts';

interface Field {
  readonly name: string;
  readonly type: string;
  /** What follows the colon. */
  readonly value: string;
}

const FIELDS: readonly Field[] = [
  { name: 'kind', type: '`human` or `service`', value: '«»' },
  { name: 'sub', type: 'string', value: '"«»"' },
  { name: 'groups', type: 'list of strings', value: '["«»"]' },
  { name: 'claims', type: 'object', value: '{ «» }' },
  { name: 'actor', type: 'object', value: '{ sub: "«»" }' },
  { name: 'task', type: 'object', value: '{ name: "«»" }' },
  { name: 'hint', type: 'object', value: '{ application_name: "«»" }' },
];

const WITHIN: Readonly<Record<string, readonly Field[]>> = {
  actor: [
    { name: 'sub', type: 'string', value: '"«»"' },
    { name: 'groups', type: 'list of strings', value: '["«»"]' },
  ],
  task: ['name', 'id', 'parent'].map((name) => ({ name, type: 'string', value: '"«»"' })),
  hint: [{ name: 'application_name', type: 'string', value: '"«»"' }],
};

const VALUES = { string: '"«»"', int: '«»', bool: '«»', 'set of string': '["«»"]' } as const;

/** What the object has already is left out. */
export function callerFieldCandidates({ place, program }: CompletionRequest): readonly Candidate[] {
  const { owner, keys } = objectAt(place);
  const claims = claimsOf(program).map(({ name, type }): Field => ({ name, type, value: VALUES[type] }));
  const fields = owner === null ? FIELDS : owner === 'claims' ? claims : (WITHIN[owner] ?? []);
  return fields
    .filter(({ name }) => !keys.has(name))
    .map(({ name, type, value }) => ({
      name,
      kind: CompletionItemKind.Property,
      detail: type,
      snippet: `${name}: ${value}`,
    }));
}

/** A bare word: only the kind of a caller is one. */
export function callerValueCandidates({ place }: CompletionRequest): readonly Candidate[] {
  if (place.statement.at(-2)?.name !== 'kind') return [];
  return CALLER_KINDS.map((name) => ({
    name,
    kind: CompletionItemKind.EnumMember,
    detail: 'kind of caller',
  }));
}

export interface ObjectAt {
  /** The field that the object is the value of; null for the caller itself. */
  readonly owner: string | null;
  /** The keys before the place. */
  readonly keys: ReadonlySet<string>;
}

/** The innermost object at the place. */
export function objectAt({ statement }: Place): ObjectAt {
  const open: { owner: string | null; keys: Set<string> }[] = [];
  for (const [index, { text, name }] of statement.entries()) {
    if (text === '{') {
      const key = statement[index - 1]?.text === ':' ? statement[index - 2]?.name : null;
      open.push({ owner: key ?? null, keys: new Set() });
    } else if (text === '}') open.pop();
    else if (name !== null && statement[index + 1]?.text === ':') open.at(-1)?.keys.add(name);
  }
  return open.at(-1) ?? { owner: null, keys: new Set() };
}
