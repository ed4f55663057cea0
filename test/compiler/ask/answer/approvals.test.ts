/** What needs approval, by whom, and what would be denied all the same. */
import type { Approval, CommandRule } from '@dlpc/runtime/abi';
import { beforeAll, expect, test } from 'vitest';
import type { Answer } from '../../../../compiler/src/ask/answer/answer.ts';
import { askJudge } from '../../../../compiler/src/ask/answer/ask-judge.ts';
import { type Ground, judgedSources, loadGround } from '../../../../compiler/src/ask/judged-source.ts';
import { memoryHost } from '../../../../compiler/src/host/memory-host.ts';
import type { IrSource } from '../../../../compiler/src/ir/ir.ts';
import { compilePolicies } from '../../../../compiler/src/pipeline.ts';
import { differenceOf, sayAnswer } from '../../../../compiler/src/testing/run-tests.ts';
import { askerOf } from '../../../support/askers.ts';

const FILES = {
  'schema.sql': `
    create table orders (id bigint primary key, total int);
    create table loud (id bigint primary key);
    create function shout() returns trigger language plpgsql as 'begin return new; end';
    create trigger shout before delete on loud for each row execute function shout();`,
  'policy.dlp': `database crm from "schema.sql"

policy p for true {
  on crm {
    allow select, insert, delete on orders, loud
  }
}

policy q for "more" in caller.groups {
  on crm {
    allow delete on orders
    allow update on orders
  }
}
`,
};
const NOW = Date.UTC(2026, 10, 22);

let compiled: IrSource;
let ground: Ground;

beforeAll(async () => {
  const host = memoryHost(FILES);
  const { sources, checked } = await compilePolicies(host, ['.']);
  if (sources?.[0] === undefined) throw new Error('the policies do not compile');
  compiled = sources[0];
  ground = await loadGround(host, checked);
});

/** The policies with some of what they allow to be approved instead. */
function ask(
  sql: string,
  approvals: readonly (readonly [line: number, Approval])[],
  groups: string[] = [],
): Answer {
  const byLine = new Map(approvals);
  const change = (rule: CommandRule): CommandRule => {
    const approval = byLine.get(compiled.rules[rule.rule]?.line ?? 0);
    return approval === undefined ? rule : { ...rule, effect: 'approve', approval };
  };
  const relations = compiled.relations.map((relation) => ({
    ...relation,
    commands: { ...relation.commands, delete: (relation.commands.delete ?? []).map(change) },
  }));
  const source = judgedSources([{ ...compiled, relations }], ground).get('crm');
  if (source === undefined) throw new Error('there is no source');
  return askJudge(source, { asker: askerOf({ groups: new Set(groups) }), now: NOW, sql });
}

const dba: Approval = { by: ['dba', 'owners'], people: 2, within: 900 };
const security: Approval = { by: ['security'], people: 1, within: 60 };

test('a statement that needs approval goes through once it is given', () => {
  const answer = ask('delete from orders where id = 1', [[5, dba]]);
  expect(answer).toMatchObject({ decision: 'approve', text: 'delete from orders where id = 1' });
  expect(answer.approvals).toEqual([expect.objectContaining({ ...dba, rule: 0 })]);
  expect(answer.denial).toBeNull();
  expect(sayAnswer(answer)).toBe('it needs approval by `dba`, `owners`');
});

test('each approval that applies must be given', () => {
  const answer = ask(
    'delete from orders where id = 1',
    [
      [5, dba],
      [11, security],
    ],
    ['more'],
  );
  expect(answer.approvals.map(({ by }) => by)).toEqual([dba.by, security.by]);
  const expected = (...groups: string[]) =>
    ({ kind: 'approve', groups: new Set(groups), people: null, filtered: null, limited: null }) as const;
  expect(differenceOf(expected('dba', 'owners', 'security'), answer, '')).toBeNull();
  expect(differenceOf(expected('dba', 'owners'), answer, '')).not.toBeNull();
  expect(differenceOf({ kind: 'deny' }, answer, '')).not.toBeNull();
  expect(differenceOf({ kind: 'allow', filtered: null, limited: null }, answer, '')).not.toBeNull();
});

test('what would be denied with every approval is denied', () => {
  // A trigger that nobody can judge.
  const answer = ask('delete from loud where id = 1', [[5, dba]]);
  expect(answer).toMatchObject({ decision: 'deny', approvals: [] });
  expect(sayAnswer(answer)).toBe(
    'it is denied, also once approved: the proxy cannot judge a write to "loud": it runs the trigger shout',
  );
  // A second statement that nobody allows.
  expect(ask('delete from orders where id = 1; drop table orders', [[5, dba]])).toMatchObject({
    decision: 'deny',
  });
});

test('what needs none is allowed', () => {
  expect(ask('select id from orders', [[5, dba]])).toMatchObject({ decision: 'allow', approvals: [] });
});
