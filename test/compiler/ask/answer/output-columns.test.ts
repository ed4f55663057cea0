/**
 * What is said to be masked is what is: each statement is run on a real server as it is, and as the proxy would send it. A column whose
 * values are others than without the proxy is masked, or stands in rows that masks have chosen.
 */
import type { Asker } from '@dlpc/runtime/abi';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askJudge } from '../../../../compiler/src/ask/answer/ask-judge.ts';
import { type JudgedSource, judgedSources, loadGround } from '../../../../compiler/src/ask/judged-source.ts';
import { nodeHost } from '../../../../compiler/src/host/node-host.ts';
import { lineageOfText } from '../../../../compiler/src/lineage/lineage-of-text.ts';
import { compilePolicies } from '../../../../compiler/src/pipeline.ts';
import { createSqlParser } from '../../../../compiler/src/schema/parse/sql-parser.ts';
import { READS } from '../../../e2e/two-worlds-statements.ts';
import { askerOf } from '../../../support/askers.ts';
import { CRM_DIRECTORY, fillCrm } from '../../../support/crm-database.ts';
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts';

const NOW = Date.UTC(2026, 10, 22);
const ASKERS: Readonly<Record<string, Asker>> = {
  contractor: askerOf({ groups: new Set(['etl', 'contractors']) }),
  agent: askerOf({ kind: 'human', groups: new Set(['support']) }),
};
const STATEMENTS = READS.filter(({ outcome }) => outcome === 'answered').map(({ sql }) => sql);

const parser = createSqlParser();
let database: TestDatabase;
let client: pg.Client;
let source: JudgedSource;

beforeAll(async () => {
  database = await testDatabase();
  await fillCrm(database, database.name, { customers: 120 });
  client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  const result = await compilePolicies(nodeHost, [`${CRM_DIRECTORY}/policies`]);
  const judged = judgedSources(result.sources ?? [], await loadGround(nodeHost, result.checked)).get('crm');
  if (judged === undefined) throw new Error('the example does not compile');
  source = judged;
}, 60_000);

afterAll(async () => {
  await client.end();
  await database.drop();
});

/** The values of each column, in one order, whatever that of the rows is. */
async function columnsOf(sql: string): Promise<readonly string[]> {
  const text = { getTypeParser: () => (value: string | null) => value };
  const { rows } = await client.query<(string | null)[]>({ text: sql, rowMode: 'array', types: text });
  const width = rows[0]?.length ?? 0;
  return Array.from({ length: width }, (_, column) => JSON.stringify(rows.map((row) => row[column]).sort()));
}

/** Whether which rows there are, or how they are grouped, depends on what this caller sees masks of. */
async function rowsDepend(sql: string, asker: Asker): Promise<boolean> {
  const read = await lineageOfText(source.schema, sql, { parser });
  if (read.kind !== 'lineage') return true;
  const places = (read.lineage.columns ?? []).flatMap(({ rows }) => rows);
  const masked = places.filter(({ relation, column }) => {
    const answer = askJudge(source, {
      asker,
      now: NOW,
      sql: `select ${column.name} from ${relation.name}`,
    });
    return answer.columns?.[0]?.masked !== false;
  });
  return masked.length > 0;
}

test.each(Object.entries(ASKERS))(
  '%s',
  async (_name, asker) => {
    const seen = { masked: 0, changed: 0, unmasked: 0 };
    for (const sql of STATEMENTS) {
      const { decision, text, columns } = askJudge(source, { asker, now: NOW, sql });
      if (decision !== 'allow' || text === null || columns === null) continue;
      const raw = await columnsOf(sql);
      const sent = await columnsOf(text);
      if (raw.length === 0 || sent.length === 0) continue;
      // What a setting is comes as a row, and of no relation.
      if (/^\s*show\b/i.test(sql)) continue;
      expect({ sql, columns: columns.length }).toEqual({ sql, columns: raw.length });
      for (const [index, { name, masked }] of columns.entries()) {
        const isChanged = raw[index] !== sent[index];
        if (isChanged && !masked)
          expect({ sql, name, chosen: await rowsDepend(sql, asker) }).toEqual({ sql, name, chosen: true });
        seen[masked ? 'masked' : 'unmasked'] += 1;
        if (masked && isChanged) seen.changed += 1;
      }
    }
    // Most of what is said to be masked is seen to be: a count stays a count.
    expect(seen.changed).toBeGreaterThan(seen.masked * 0.8);
    expect(seen.unmasked).toBeGreaterThan(20);
  },
  60_000,
);
