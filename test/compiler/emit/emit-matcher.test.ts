import { readFileSync } from 'node:fs';
import {
  ABI_VERSION,
  isWithin,
  type Matcher,
  minuteOfDay,
  type PolicyEntry,
  relationKey,
} from '@dlpc/runtime/abi';
import { checkMatcher } from '@dlpc/runtime/bundle/check-matcher';
import { runMatcher } from '@dlpc/runtime/bundle/run-matcher';
import fc from 'fast-check';
import { Project, SyntaxKind, ts } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { sourceContents } from '../../../compiler/src/bundle/source-contents.ts';
import { emitMatcher } from '../../../compiler/src/emit/emit-matcher.ts';
import type { Condition, IrSource } from '../../../compiler/src/ir/ir.ts';
import { requestOf } from '../../support/askers.ts';
import { columnEntry, commandRule, relationEntry } from '../../support/entries.ts';
import { type Asked, arbitraryRequest, holds } from '../support/arbitrary-condition.ts';
import { fewTexts, irSource } from './arbitrary-ir.ts';

const FILES = ['policies/a.dlp', 'policies/b/"c"\n.dlp'];

const redact = {
  text: 'redact',
  rank: 0,
  sql: "CAST('[redacted]' AS pg_catalog.text)",
  keyed: false,
  lookup: false,
};

const small: IrSource = {
  source: 'crm',
  schemaFingerprint: '0'.repeat(64),
  identity: null,
  claims: [{ name: 'level', type: 'int', optional: true }],
  policies: [
    {
      name: 'support',
      admits: true,
      record: null,
      condition: {
        op: 'and',
        operands: [
          { op: 'kind-is', kind: 'human' },
          { op: 'not', operand: { op: 'one-of', field: 'caller.sub', values: ['a', 'b'] } },
          {
            op: 'or',
            operands: [
              { op: 'has', set: 'caller.groups', member: 'support' },
              { op: 'one-of', field: 'caller.sub', values: ['1', '2', '3', '4'] },
              { op: 'at-most', claim: 'caller.claims.level', value: 3 },
            ],
          },
          { op: 'in-window', window: { zone: 'UTC', start: 60, end: 300 } },
          { op: 'before', instant: 1806537600000 },
        ],
      },
    },
  ],
  rules: [{ policy: 0, text: 'allow select on customers', file: 'policies/crm.dlp', line: 7 }],
  limits: [],
  relations: [
    relationEntry('customers', {
      columns: [
        columnEntry('id', 'bigint'),
        columnEntry('email', 'text', { labels: [{ label: 'pii', rules: [] }], fallback: redact }),
        columnEntry('name', 'text', {
          labels: [{ label: 'pii', rules: [{ policy: 0, treatment: redact, rule: 0 }] }],
          fallback: redact,
        }),
      ],
      commands: { select: [commandRule(0, 'allow', 0)] },
    }),
  ],
};

/** Runs an emitted script the way the loader does. */
function load(ir: IrSource): Matcher {
  const exported = runMatcher(emitMatcher(ir).javascript, 'matcher.js', 10_000);
  if (!exported.ok) throw new Error(exported.problem.message);
  const contents = sourceContents(ir);
  const source = { name: ir.source, kind: 'postgres', matcher: '', schemaFingerprint: '', contents } as const;
  const checked = checkMatcher(exported.value, source, new Set([...FILES, 'policies/crm.dlp']));
  if (!checked.ok) throw new Error(checked.problem.message);
  return checked.value;
}

const request: fc.Arbitrary<Asked> = fc
  .record({
    asked: arbitraryRequest,
    sub: fewTexts,
    groups: fc.array(fewTexts, { maxLength: 4 }).map((groups) => new Set(groups)),
  })
  .map(({ asked, sub, groups }) => ({ ...asked, caller: { ...asked.caller, sub, groups } }));

describe('a matcher module', () => {
  it('can be read', () => {
    expect(emitMatcher(small).typescript).toMatchInlineSnapshot(`
      "// The policies of crm, compiled by dlpc. Change the policy files and compile again.
      import type { AccessRequest, ClaimEntry, ColumnEntry, IdentityEntry, LimitRule, Matcher, PolicyEntry, RelationEntry, RuleEntry, TimeWindow, Treatment } from "@dlpc/runtime/abi";

      const plain = (name: string, type: string): ColumnEntry => ({ name, type, labels: [], fallback: null, parts: [], frame: null });
      const treatment0: Treatment = { text: "redact", rank: 0, sql: "CAST('[redacted]' AS pg_catalog.text)", keyed: false, lookup: false };
      const texts0: ReadonlySet<string | undefined> = new Set(["1", "2", "3", "4"]);

      const identity: IdentityEntry | null = null;

      const claims: readonly ClaimEntry[] = [
        { name: "level", type: "int", optional: true },
      ];

      const windows: readonly TimeWindow[] = [
        { zone: "UTC", start: 60, end: 300 },
      ];

      const ends: readonly number[] = [1806537600000];

      const policies: readonly PolicyEntry[] = [
        { name: "support", admits: true, record: null, applies: (request: AccessRequest): boolean => ((request.caller.kind === "human") && !(request.caller.sub === "a" || request.caller.sub === "b") && (request.caller.groups.has("support") || texts0.has(request.caller.sub) || ((request.caller.claims.ints.get("level") ?? Infinity) <= 3)) && (request.inWindow[0] === true) && (request.now < 1806537600000)) },
      ];

      const rules: readonly RuleEntry[] = [
        { policy: 0, text: "allow select on customers", file: "policies/crm.dlp", line: 7 },
      ];

      const limits: readonly LimitRule[] = [];

      const relations: ReadonlyMap<string, RelationEntry> = new Map<string, RelationEntry>([
        ["public\\u0000customers", {
          schema: "public",
          name: "customers",
          kind: "table",
          columns: [
            plain("id", "bigint"),
            { name: "email", type: "text", labels: [
              { label: "pii", rules: [] },
            ], fallback: treatment0, parts: [], frame: null },
            { name: "name", type: "text", labels: [
              { label: "pii", rules: [
                { policy: 0, rule: 0, treatment: treatment0 }, // policies/crm.dlp:7 allow select on customers
              ] },
            ], fallback: treatment0, parts: [], frame: null },
          ],
          commands: {
            select: [
              { policy: 0, rule: 0, effect: "allow", withoutWhere: false, approval: null }, // policies/crm.dlp:7 allow select on customers
            ],
          },
          filters: [],
          declassifications: [],
          alerts: {},
        }],
      ]);

      export const matcher: Matcher = { abi: 4, source: "crm", identity, claims, windows, ends, policies, rules, limits, relations };
      "
    `);
  });

  it('holds nothing but the data and conditions of its source', () => {
    fc.assert(
      fc.property(irSource(FILES), fc.array(request, { minLength: 1, maxLength: 5 }), (ir, requests) => {
        const matcher = load(ir);
        const { windows, ends, ...rest } = matcher;
        expect(ends).toEqual([...new Set(ends)].sort((a, b) => a - b));
        const named = ({ name, admits, record }: Pick<PolicyEntry, 'name' | 'admits' | 'record'>) => ({
          name,
          admits,
          record,
        });
        expect({ ...rest, policies: matcher.policies.map(named) }).toEqual({
          abi: ABI_VERSION,
          source: ir.source,
          identity: ir.identity,
          claims: ir.claims,
          policies: ir.policies.map(named),
          rules: ir.rules,
          limits: ir.limits,
          relations: new Map(
            ir.relations.map((relation) => [relationKey(relation.schema, relation.name), relation]),
          ),
        });
        for (const [index, { condition }] of ir.policies.entries())
          for (const asked of requests) {
            const inWindow = windows.map((window) => isWithin(window, minuteOfDay(window.zone, asked.now)));
            expect(matcher.policies[index]?.applies({ ...asked, inWindow })).toBe(holds(condition, asked));
          }
      }),
      { numRuns: 150 },
    );
  });

  it('takes conditions as deep and as wide as the checker lets pass', () => {
    const group: Condition = { op: 'has', set: 'caller.groups', member: 'etl' };
    let deep: Condition = group;
    for (let depth = 0; depth < 200; depth += 1)
      deep = { op: depth % 2 === 0 ? 'or' : 'and', operands: [deep, group] };
    const wide: Condition = {
      op: 'or',
      operands: Array.from({ length: 10_000 }, (_, index) => ({
        op: 'has',
        set: 'caller.groups',
        member: `g${index}`,
      })),
    };
    const matcher = load({
      ...small,
      policies: [
        { name: 'deep', admits: true, record: null, condition: deep },
        { name: 'wide', admits: true, record: null, condition: wide },
      ],
    });
    const member = (name: string) => requestOf({ groups: new Set([name]) });
    expect(matcher.policies.map(({ applies }) => applies(member('etl')))).toEqual([true, false]);
    expect(matcher.policies.map(({ applies }) => applies(member('g9999')))).toEqual([false, true]);
    expect(matcher.policies.map(({ applies }) => applies(member('g10000')))).toEqual([false, false]);
  });

  it('is the same text for the same source', () => {
    fc.assert(
      fc.property(irSource(), (ir) => {
        expect(emitMatcher(structuredClone(ir))).toEqual(emitMatcher(ir));
      }),
      { numRuns: 10 },
    );
  });

  it('shows every character that it holds', () => {
    fc.assert(
      fc.property(irSource(FILES), (ir) => {
        const { typescript, javascript } = emitMatcher(ir);
        expect(typescript + javascript).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
      { numRuns: 50 },
    );
  });
});

it('a matcher module is typed by the ABI alone', () => {
  const project = new Project({
    useInMemoryFileSystem: true,
    compilerOptions: { strict: true, exactOptionalPropertyTypes: true, target: ts.ScriptTarget.ES2024 },
  });
  const abi = new URL('../../../runtime/src/abi.ts', import.meta.url);
  project.createSourceFile('/node_modules/@dlpc/runtime/abi.ts', readFileSync(abi, 'utf8'));
  fc.assert(
    fc.property(irSource(FILES), (ir) => {
      const file = project.createSourceFile('/matcher.ts', emitMatcher(ir).typescript, { overwrite: true });
      // A condition that no caller meets compares what TypeScript knows to differ.
      const found = file.getPreEmitDiagnostics().filter((found) => found.getCode() !== 2367);
      expect(found.map((found) => found.getMessageText())).toEqual([]);
    }),
    { numRuns: 10 },
  );
  const wrong = emitMatcher(small).typescript.replace('kind: "table"', 'kind: "tabel"');
  const file = project.createSourceFile('/wrong.ts', wrong);
  expect(file.getPreEmitDiagnostics()).toHaveLength(1);
});

it('a matcher script names nothing but its own constants and parameters and what every script has', () => {
  const file = new Project({ useInMemoryFileSystem: true }).createSourceFile(
    '/matcher.js',
    emitMatcher(small).javascript,
  );
  const declared = new Set(file.getVariableDeclarations().map((variable) => variable.getName()));
  const used = file
    .getDescendantsOfKind(SyntaxKind.Identifier)
    .filter((identifier) => {
      const parent = identifier.getParent();
      const isProperty =
        (parent?.isKind(SyntaxKind.PropertyAccessExpression) && parent.getNameNode() === identifier) ||
        (parent?.isKind(SyntaxKind.PropertyAssignment) && parent.getNameNode() === identifier);
      return !isProperty && !declared.has(identifier.getText());
    })
    .map((identifier) => identifier.getText());
  expect([...new Set(used)].toSorted()).toEqual([
    'Infinity',
    'Map',
    'Set',
    'exports',
    'name',
    'request',
    'type',
  ]);
});
