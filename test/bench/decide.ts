/**
 * The decision alone, with the facts at hand, beside the engines that people know: may this caller select from this table? Each
 * engine has the same rules, in the form that suits it best and read before the clock starts, and must answer all questions
 * alike before it is timed. OPA is not among them: its compiler comes as a program of its own, which npm does not bring.
 */

import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { type Asker, type Matcher, relationKey } from '@dlpc/runtime/abi';
import { newEnforcer, newModelFromString } from 'casbin';
import { emitMatcher } from '../../compiler/src/emit/emit-matcher.ts';
import { memoryHost } from '../../compiler/src/host/memory-host.ts';
import { compilePolicies } from '../../compiler/src/pipeline.ts';
import { runMatcher } from '../../runtime/src/bundle/run-matcher.ts';
import { applicablePolicies } from '../../runtime/src/judge/applicable-policies.ts';
import { decideCommand, type PolicySet, policySet, SELECT } from '../../runtime/src/judge/decide/decide.ts';
import { askerOf } from '../support/askers.ts';
import { alternate, type Contestant, type Measured } from './measure.ts';

/** Tables that one policy allows; one group has one policy. */
const TABLES_OF_A_POLICY = 10;
const SIZES = [10, 100, 1_000, 10_000] as const;

interface Question {
  readonly group: number;
  readonly table: number;
}

interface Engine {
  readonly name: string;
  decide(question: Question): boolean;
  /** Decisions in one round: enough to be timed, few enough to end. */
  readonly perRound: number;
}

export async function decisionBenchmarks(): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const rules of SIZES) {
    const policies = rules / TABLES_OF_A_POLICY;
    const engines = [...(await ours(policies)), cedarEngine(policies), await casbinEngine(policies)];
    const questions = questionsFor(policies);
    assertAlike(engines, questions);
    const contestants = engines.map((engine): Contestant => {
      let next = 0;
      return {
        name: engine.name,
        run: async () => {
          const start = process.hrtime.bigint();
          for (let i = 0; i < engine.perRound; i += 1) {
            const question = questions[next++ % questions.length];
            if (question !== undefined) engine.decide(question);
          }
          return Number(process.hrtime.bigint() - start) / engine.perRound;
        },
      };
    });
    measured.push(await alternate(`decision, ${rules.toLocaleString('en')} rules (ns)`, contestants, 7));
  }
  return measured;
}

/** Half of them allowed, spread over all policies. */
function questionsFor(policies: number): readonly Question[] {
  return Array.from({ length: 64 }, (_, i) => {
    const group = (i * 7919) % policies;
    const table = (i * 31) % TABLES_OF_A_POLICY;
    return {
      group,
      table: i % 2 === 0 ? group * TABLES_OF_A_POLICY + table : table + TABLES_OF_A_POLICY * policies,
    };
  });
}

function assertAlike(engines: readonly Engine[], questions: readonly Question[]): void {
  for (const question of questions) {
    const answers = engines.map((engine) => engine.decide(question));
    const expected = Math.floor(question.table / TABLES_OF_A_POLICY) === question.group;
    if (answers.some((answer) => answer !== expected))
      throw new Error(
        `${engines.map(({ name }, i) => `${name} ${answers[i]}`).join(', ')}: ${JSON.stringify(question)}`,
      );
  }
}

/** One line a rule: a policy for each group. The tables of the last ten are nobody's. */
async function matcherOf(policies: number): Promise<Matcher> {
  const tables = Array.from(
    { length: (policies + 1) * TABLES_OF_A_POLICY },
    (_, i) => `create table t${i} (id bigint);`,
  );
  const blocks = Array.from({ length: policies }, (_, p) => {
    const rules = Array.from(
      { length: TABLES_OF_A_POLICY },
      (_, t) => `allow select on t${p * TABLES_OF_A_POLICY + t}`,
    );
    return `policy p${p} for "g${p}" in caller.groups { on crm {\n${rules.join('\n')}\n} }`;
  });
  const host = memoryHost({
    'crm.sql': tables.join('\n'),
    'p.dlp': `database crm from "crm.sql"\n${blocks.join('\n')}`,
  });
  const { sources, diagnostics } = await compilePolicies(host, ['p.dlp']);
  const [source] = sources ?? [];
  if (source === undefined) throw new Error(diagnostics[0]?.message ?? 'nothing was compiled');
  const script = runMatcher(emitMatcher(source).javascript, 'matcher.js', 10_000);
  if (!script.ok) throw new Error(script.problem.message);
  return script.value as Matcher;
}

async function ours(policies: number): Promise<readonly Engine[]> {
  const matcher = await matcherOf(policies);
  const askers: readonly Asker[] = Array.from({ length: policies }, (_, g) =>
    askerOf({ groups: new Set([`g${g}`]) }),
  );
  const sets = askers.map((asker) => policySet(applicablePolicies(matcher, asker, 0)));
  const keys = Array.from({ length: (policies + 1) * TABLES_OF_A_POLICY }, (_, t) =>
    relationKey('public', `t${t}`),
  );
  const decide = (applicable: PolicySet | undefined, table: number): boolean => {
    const relation = matcher.relations.get(keys[table] ?? '');
    return (
      relation !== undefined &&
      applicable !== undefined &&
      decideCommand(relation, SELECT, applicable).effect === 'allow'
    );
  };
  return [
    {
      name: 'dlpc, for a statement of a session',
      perRound: 1_000_000,
      decide: ({ group, table }) => decide(sets[group], table),
    },
    {
      name: 'dlpc, for a caller never seen',
      perRound: Math.max(2_000, Math.round(2_000_000 / policies)),
      decide: ({ group, table }) => {
        const asker = askers[group];
        return asker !== undefined && decide(policySet(applicablePolicies(matcher, asker, 0)), table);
      },
    },
  ];
}

function cedarEngine(policies: number): Engine {
  const text = Array.from({ length: policies }, (_, p) =>
    Array.from(
      { length: TABLES_OF_A_POLICY },
      (_, t) =>
        `permit(principal in Group::"g${p}", action == Action::"select", resource == Table::"t${p * TABLES_OF_A_POLICY + t}");`,
    ).join('\n'),
  ).join('\n');
  const name = `rules-${policies}`;
  const parsed = cedar.preparsePolicySet(name, { staticPolicies: text });
  if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed));
  const calls = Array.from({ length: policies }, (_, group) => ({
    principal: { type: 'User', id: 'u' },
    action: { type: 'Action', id: 'select' },
    context: {},
    preparsedPolicySetId: name,
    entities: [{ uid: { type: 'User', id: 'u' }, attrs: {}, parents: [{ type: 'Group', id: `g${group}` }] }],
  }));
  return {
    name: 'Cedar (cedar-wasm, policies parsed before)',
    perRound: Math.max(20, Math.round(20_000 / policies)),
    decide: ({ group, table }) => {
      const call = calls[group];
      if (call === undefined) return false;
      const answer = cedar.statefulIsAuthorized({ ...call, resource: { type: 'Table', id: `t${table}` } });
      return answer.type === 'success' && answer.response.decision === 'allow';
    },
  };
}

async function casbinEngine(policies: number): Promise<Engine> {
  const model = newModelFromString(`
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.obj == p.obj && r.act == p.act && r.sub == p.sub
`);
  const enforcer = await newEnforcer(model);
  await enforcer.addPolicies(
    Array.from({ length: policies * TABLES_OF_A_POLICY }, (_, t) => [
      `g${Math.floor(t / TABLES_OF_A_POLICY)}`,
      `t${t}`,
      'select',
    ]),
  );
  return {
    name: 'Casbin (enforceSync)',
    perRound: Math.max(20, Math.round(20_000 / policies)),
    decide: ({ group, table }) => enforcer.enforceSync(`g${group}`, `t${table}`, 'select'),
  };
}
