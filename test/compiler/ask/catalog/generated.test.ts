/** What the compiler knows of a server without one is what a server of the version that it assumes says. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCatalog } from '../../../../runtime/src/catalog/read-catalog.ts';
import { isTrustedExtension } from '../../../../runtime/src/catalog/trusted-extensions.ts';
import { pgCatalogConnection } from '../../../runtime/catalog/pg-catalog-connection.ts';
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts';

const ANEW = 'Made by `npx vitest run test/compiler/ask --update` from a real server; do not edit.';
const FOLDER = '../../../../compiler/src/ask/catalog';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

test('the catalogs of the server', async () => {
  const { relations } = await readCatalog(pgCatalogConnection(client));
  const lines = [...relations.values()]
    .filter(({ builtIn }) => builtIn)
    .map(({ schema, name, relkind, columns }) =>
      [schema, name, relkind, ...columns.map((c) => c.name)].join(' '),
    );
  const file = `/** The relations of PostgreSQL 18 that initdb makes: schema, name, kind and columns. ${ANEW} */\nexport const SYSTEM_RELATIONS = \`\n${lines.join('\n')}\n\`;\n`;
  await expect(file).toMatchFileSnapshot(`${FOLDER}/system-relations.ts`);
});

test('what trusted extensions bring', async () => {
  const available = await database.query('select name from pg_available_extensions order by name');
  const brought: string[] = [];
  for (const { name } of available as { name: string }[]) {
    if (!isTrustedExtension(name)) continue;
    await client.query(`create extension "${name}" cascade`);
    const { addedFunctions, addedOperators } = await readCatalog(pgCatalogConnection(client));
    const names = (added: typeof addedFunctions) =>
      [...added]
        .filter(([, objects]) => objects.some(({ extension }) => extension === name))
        .map(([key]) => key);
    const [functions, operators] = [names(addedFunctions), names(addedOperators)];
    brought.push(
      `  ${JSON.stringify(name)}: {\n    functions: ${JSON.stringify(functions.join(' '))},\n    operators: ${JSON.stringify(operators.join(' '))},\n  },`,
    );
  }
  const file = `/** Names of the functions and operators of the extensions that the judge trusts. ${ANEW} */\n// biome-ignore format: it is made by a program.\nexport const EXTENSION_OBJECTS: Readonly<Record<string, { readonly functions: string; readonly operators: string }>> = {\n${brought.join('\n')}\n};\n`;
  await expect(file).toMatchFileSnapshot(`${FOLDER}/extension-objects.ts`);
});
