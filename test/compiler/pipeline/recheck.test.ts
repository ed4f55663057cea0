/**
 * A check after an edit says what a check from nothing says: random edits, one after the other, with everything that the earlier
 * checks left in the memo. The fresh check is the oracle; it compares places, messages, fixes, and what is lowered.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import type { SchemaCache } from '../../../compiler/src/load-schemas.ts';
import { Memo } from '../../../compiler/src/memo/memo.ts';
import { type CheckResult, checkPolicies, lowerPolicies } from '../../../compiler/src/pipeline.ts';

type Files = ReadonlyMap<string, string>;

const SCHEMA = `
create table customers (id bigint primary key, email text, phone text, ssn char(11), region text, profile jsonb);
create table orders (id bigint primary key, customer_id bigint, region text, note text);
create table orders_2026 (total numeric) inherits (orders);
create view contacts as select id, email || phone as reach from customers;
create schema sales;
create table sales.deals (id bigint primary key, email text, amount integer);
create table sales.orders (id bigint);
`;

const START: Files = new Map([
  [
    'p/base.dlp',
    `database crm from "crm.sql"
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim level: int
  claim clearance?: int
}
label pii { contact national_id }
label pci
label unused
mask default with redact
detector card = /(?:\\d[ -]?){13,16}/ where luhn
classify pci values matching card in crm.orders.note
`,
  ],
  [
    'p/people.dlp',
    `group etl = caller.kind == service and "etl" in caller.groups
group night = etl and now in 01:00..05:00 "UTC"
group never = etl and caller.kind == human
classify pii.contact crm.customers.{email, phone}
classify pii.national_id crm.customers.ssn
classify pii.contact crm.customers.profile.$.mail
`,
  ],
  [
    'p/desk.dlp',
    `policy desk for "support" in caller.groups and caller.kind == human {
  on crm {
    allow select on customers, orders
    reveal pii.contact
    mask customers.ssn with null
  }
}
policy jobs for etl until 2031-01-31 {
  on crm {
    allow select on customers
    allow select, delete on orders
    mask pii.contact with hash
    deny delete on orders without where
    limit 100 rows per session
  }
}
`,
  ],
  [
    'p/sales.dlp',
    `policy sales for night or caller.claims.level >= 3 {
  on crm {
    allow select on sales.deals
    mask customers.email with redact
    mask pii.national_id with null
    deny insert on orders_2026
  }
}
policy hinted for caller.kind == human when hint.application_name == "psql" {
  on crm { deny select on customers  mask pci with null }
}
`,
  ],
]);

/** Files whose SQL is read by PostgreSQL's parser, which takes far longer to start than all else. */
const WITH_SQL: Files = new Map([
  ...START,
  [
    'p/filters.dlp',
    `policy filtered for etl { on crm { filter orders where region = caller.claims.department } }
`,
  ],
  [
    'p/tests.dlp',
    `test "desk sees contacts" {
  as { kind: human, sub: "s", groups: ["support"], claims: { department: "d", level: 1 } }
  sql crm "select email, ssn from customers" => mask ssn
  sql crm "select nothing at all" => deny
}
`,
  ],
]);

/** Lines to insert anywhere: most are mistakes where they come to stand. */
const LINES: readonly string[] = [
  'label pii { contact secret }',
  'label extra { more }',
  'group etl = caller.kind == human',
  'group late = night and caller.claims.clearance ?? 0 >= 2',
  'group loop = loop or etl',
  'classify extra.more crm.sales.deals.amount',
  'classify pii.contct crm.customers.region',
  'classify pci values matching card',
  'classify pii.national_id crm.*.{email}',
  'mask default with null',
  'database crm from "crm.sql" closed',
  'database other from "missing.sql"',
  'import "more.dlp"',
  'detector word = /[a-z]+@[a-z]+/',
  'policy extra for late { on crm { allow select on orders_2026  mask pii.contact with bucket(10) } }',
  'policy desk for etl { on crm { deny select on customers } }',
  'policy many for night { on crm { allow select  reveal pii } }',
  '    allow update on ordrs',
  '    reveal customers.email',
  '    mask customers.profile.$.mail with hash',
  '    mask contacts.reach with hash',
  '    filter sales.deals where amount > 10 and email is not null',
  '    filter customers where ssn = caller.claims.department',
  '    approve delete on customers by "dba" within 15m',
  '    declassify pii.contact on orders',
  '  record everything',
  '  claim extra: bool',
  '}',
  '{',
  '"',
];

/** Words to put in place of others, so that names go and come back. */
const WORDS: readonly string[] = [
  ...[
    'etl',
    'night',
    'late',
    'pii',
    'contact',
    'extra',
    'customers',
    'orders',
    'email',
    'ssn',
    'hash',
    'redact',
  ],
  ...[
    'keep_last',
    'desk',
    'jobs',
    'human',
    'service',
    'select',
    'delete',
    'allow',
    'deny',
    'mask',
    'card',
    'level',
  ],
];

type Edit = (files: Files) => Files;

const place = fc.record({ file: fc.nat(), line: fc.nat() });
const arbitraryEdit: fc.Arbitrary<Edit> = fc.oneof(
  place.map((at) => inLines(at, (lines, index) => lines.toSpliced(index, 1))),
  place.map((at) => inLines(at, (lines, index) => lines.toSpliced(index, 0, lines[index] ?? ''))),
  fc
    .tuple(place, fc.constantFrom(...LINES))
    .map(([at, line]) => inLines(at, (lines, index) => lines.toSpliced(index, 0, line))),
  fc.tuple(place, place).map(
    ([from, to]): Edit =>
      (files) => {
        const moved = linesOf(files, from);
        const without = inLines(from, (lines, index) => lines.toSpliced(index, 1))(files);
        return inLines(to, (lines, index) => lines.toSpliced(index, 0, moved.line))(without);
      },
  ),
  fc
    .tuple(place, fc.nat(), fc.constantFrom(...WORDS))
    .map(([at, word, other]) =>
      inLines(at, (lines, index) => lines.with(index, swapped(lines[index] ?? '', word, other))),
    ),
  fc.tuple(place, fc.nat(), fc.constantFrom('x', ' ', '{', '}', '"', '\n', '//')).map(([at, column, text]) =>
    inLines(at, (lines, index) => {
      const line = lines[index] ?? '';
      const cut = column % (line.length + 1);
      return lines.with(index, line.slice(0, cut) + text + line.slice(cut + (column % 2)));
    }),
  ),
  // Whatever was broken is mended, file by file.
  fc.nat().map(
    (file): Edit =>
      (files) => {
        const path = [...files.keys()][file % files.size] ?? '';
        return new Map(files).set(path, START.get(path) ?? '');
      },
  ),
  // All is mended.
  fc.constant(
    (files: Files): Files =>
      new Map(
        [...files.keys(), ...START.keys()].flatMap((path) => {
          const text = START.get(path);
          return text === undefined ? [] : [[path, text] as const];
        }),
      ),
  ),
  // A file comes, or goes.
  fc.constantFrom('p/more.dlp', 'p/sales.dlp').map(
    (path): Edit =>
      (files) => {
        const changed = new Map(files);
        if (!changed.delete(path)) changed.set(path, START.get(path) ?? 'group more = etl\nlabel other\n');
        return changed;
      },
  ),
);

/** Checks `start`, then each of a row of edits; tells how many there were, and how many of them compiled. */
async function compareAlong(start: Files, numRuns: number, edits: number) {
  let checks = 0;
  let compiled = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryEdit, { minLength: edits, maxLength: edits }), async (all) => {
      const memo = new Memo();
      const schemas: SchemaCache = new Map();
      let files = start;
      for (const edit of [(same: Files) => same, ...all]) {
        files = edit(files);
        const host = memoryHost({ 'p/crm.sql': SCHEMA, ...Object.fromEntries(files) });
        const again = seenOf(await checkPolicies(host, ['p'], schemas, new Map(), memo));
        expect(again).toEqual(seenOf(await checkPolicies(host, ['p'], schemas)));
        checks += 1;
        if (again.sources !== null) compiled += 1;
      }
    }),
    { numRuns },
  );
  return { checks, compiled };
}

it('says after each edit what a check from nothing says', { timeout: 300_000 }, async () => {
  const { checks, compiled } = await compareAlong(START, 60, 40);
  expect(checks).toBe(60 * 41);
  // Enough of them compile that what is lowered was compared too.
  expect(compiled).toBeGreaterThan(100);
});

it('settles a column anew that gets a label of which no other policy speaks', async () => {
  const memo = new Memo();
  const schemas: SchemaCache = new Map();
  const texts = ['', 'classify pii.national_id crm.customers.ssn\n'].map(
    (added) => `database crm from "crm.sql"
label pii { contact national_id }
classify pii.contact crm.customers.email
policy desk for caller.kind == human {
  on crm {
    allow select on customers
    reveal pii.contact
    mask customers.ssn with null
  }
}
${added}`,
  );
  for (const text of texts) {
    const host = memoryHost({ 'p/crm.sql': SCHEMA, 'p/a.dlp': text });
    const again = seenOf(await checkPolicies(host, ['p'], schemas, new Map(), memo));
    expect(again).toEqual(seenOf(await checkPolicies(host, ['p'], schemas)));
  }
});

it('also where SQL is read', { timeout: 300_000 }, async () => {
  const { checks } = await compareAlong(WITH_SQL, 6, 20);
  expect(checks).toBe(6 * 21);
});

/** What a check shows to the outside. */
function seenOf(result: CheckResult) {
  const { sources } = lowerPolicies(result);
  return {
    diagnostics: result.diagnostics,
    failures: result.failures,
    tests: result.tests.map(({ name, cases }) => ({
      name,
      cases: cases.map(({ sql, expected }) => ({ sql, expected })),
    })),
    files: result.files.map(({ path, ast }) => ({ path, ast })),
    sources,
  };
}

function linesOf(files: Files, { file, line }: { readonly file: number; readonly line: number }) {
  const path = [...files.keys()][file % files.size] ?? '';
  const lines = (files.get(path) ?? '').split('\n');
  const index = line % lines.length;
  return { path, lines, index, line: lines[index] ?? '' };
}

function inLines(
  at: { readonly file: number; readonly line: number },
  change: (lines: readonly string[], index: number) => readonly string[],
): Edit {
  return (files) => {
    if (files.size === 0) return files;
    const { path, lines, index } = linesOf(files, at);
    return new Map(files).set(path, change(lines, index).join('\n'));
  };
}

/** Puts `other` in place of one of the words of a line. */
function swapped(line: string, word: number, other: string): string {
  const words = [...line.matchAll(/[a-z_]+/g)];
  const found = words[word % Math.max(words.length, 1)];
  return found === undefined
    ? line
    : line.slice(0, found.index) + other + line.slice(found.index + found[0].length);
}
