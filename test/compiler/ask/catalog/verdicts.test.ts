/** The judge says the same of a statement whether its catalog was made from DDL or read from a server that ran it. */
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogOf } from '../../../../compiler/src/ask/catalog/catalog-of.ts';
import { readSurroundings } from '../../../../compiler/src/ask/catalog/read-surroundings.ts';
import { matcherOf } from '../../../../compiler/src/ask/matcher/matcher-of.ts';
import type { Host } from '../../../../compiler/src/host/host.ts';
import { memoryHost } from '../../../../compiler/src/host/memory-host.ts';
import { nodeHost } from '../../../../compiler/src/host/node-host.ts';

import { compilePolicies } from '../../../../compiler/src/pipeline.ts';
import { readCatalog } from '../../../../runtime/src/catalog/read-catalog.ts';
import { Judge } from '../../../../runtime/src/judge/judge.ts';
import { createSqlParser } from '../../../../runtime/src/judge/parse/sql-parser.ts';
import { catalogue } from '../../../attacks/catalogue.ts';
import { SCHEMA_FILE } from '../../../attacks/world/bundles.ts';
import { ADDED } from '../../../attacks/world/databases.ts';
import { type DatabaseName, policyText } from '../../../attacks/world/policy.ts';
import { OTHERS, READS } from '../../../e2e/two-worlds-statements.ts';
import { pgCatalogConnection } from '../../../runtime/catalog/pg-catalog-connection.ts';
import { type AskerParts, askerOf } from '../../../support/askers.ts';
import { CRM_DIRECTORY } from '../../../support/crm-database.ts';
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts';

interface Case {
  readonly name: string;
  readonly ddl: string;
  readonly source: string;
  readonly host: Host;
  readonly paths: readonly string[];
  readonly askers: readonly AskerParts[];
  readonly statements: readonly string[];
}

const ATTACKED = readFileSync(SCHEMA_FILE, 'utf8');

/** What the attacks send as a text, against one of the databases. */
function attacksOn(database: DatabaseName): readonly string[] {
  return catalogue
    .flatMap(({ attacks }) => attacks)
    .filter((attack) => attack.database === database)
    .flatMap(({ sends }) => (typeof sends === 'string' ? [sends] : []));
}

const attacked = (name: DatabaseName, added: string): Case => ({
  name,
  // What was added after the policy was written, as in the attacks.
  ddl: ATTACKED + added,
  source: name,
  host: memoryHost({ 'attacks.dlp': policyText('usual'), 'schema.sql': ATTACKED }),
  paths: ['.'],
  askers: [{ groups: new Set(['contractors']) }, { groups: new Set(['owners']) }, {}],
  statements: attacksOn(name),
});

const CASES: readonly Case[] = [
  {
    name: 'the example',
    ddl: readFileSync(`${CRM_DIRECTORY}/schema/crm.sql`, 'utf8'),
    source: 'crm',
    host: nodeHost,
    paths: [`${CRM_DIRECTORY}/policies`],
    askers: [
      { groups: new Set(['etl', 'contractors']) },
      { groups: new Set(['etl']) },
      { kind: 'human', groups: new Set(['support']) },
      {},
    ],
    statements: [...READS, ...OTHERS].map(({ sql }) => sql),
  },
  attacked('crm', ''),
  attacked('overloaded', ADDED.overloaded.replace(/update people[^;]*;/, '')),
  attacked('closed', ADDED.closed),
];

const parser = await createSqlParser();

for (const { name, ddl, source, host, paths, askers, statements } of CASES)
  describe(name, () => {
    let database: TestDatabase;
    let client: pg.Client;
    let judges: { readonly live: Judge; readonly made: Judge };

    beforeAll(async () => {
      database = await testDatabase();
      await database.query(ddl);
      client = new pg.Client({ connectionString: database.superuserUrl });
      await client.connect();
      const { sources } = await compilePolicies(host, paths);
      const ir = sources?.find((candidate) => candidate.source === source);
      if (ir === undefined) throw new Error('the policies do not compile');
      const policy = { matcher: matcherOf(ir), revision: '' };
      const texts = { texts: [{ path: 'schema.sql', text: ddl }], areMigrations: false };
      const made = catalogOf(await readSurroundings(texts, (text) => parser.scan(text)));
      const live = await readCatalog(pgCatalogConnection(client));
      judges = { live: new Judge(policy, live, parser), made: new Judge(policy, made, parser) };
    });

    afterAll(async () => {
      await client.end();
      await database.drop();
    });

    test('is judged alike', async () => {
      expect(statements.length).toBeGreaterThan(1);
      const seen = { forward: 0, deny: 0 };
      for (const asker of askers)
        for (const sql of statements) {
          const verdicts = [];
          for (const judge of [judges.live, judges.made]) {
            await parser.ready();
            verdicts.push(judge.classOf(askerOf(asker), Date.UTC(2026, 10, 22)).judge(sql, 'simple'));
          }
          const [live, made] = verdicts.map((verdict) => {
            if (verdict.kind === 'deny') return verdict;
            const { kind, touchesProtected, text } = verdict;
            // The definitions of views are other texts of the same.
            return { kind, touchesProtected, text: /people_|_view|delivery_s/.test(sql) ? '' : text };
          });
          expect({ sql, ...made }).toEqual({ sql, ...live });
          seen[live?.kind ?? 'deny'] += 1;
        }
      // Where a cast was added that may run anywhere, nothing goes through.
      if (name !== 'closed') expect(seen.forward).toBeGreaterThan(10);
      expect(seen.deny).toBeGreaterThan(2);
    });
  });
