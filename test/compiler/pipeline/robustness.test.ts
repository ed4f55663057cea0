/** Whatever the input is, every stage returns: a throw is a bug. */
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import { compilePolicies } from '../../../compiler/src/pipeline.ts';
import { loadSchema } from '../../../compiler/src/schema/load-schema.ts';
import { arbitraryPolicies, SCHEMA } from '../reference/arbitrary-policy.ts';
import { compileWith } from '../support/compile-with.ts';

const EXAMPLE = new URL('../../../examples/crm/', import.meta.url);
const names = ['crm', 'contractors', 'pipeline', 'support'];
const policies = await Promise.all(
  names.map((name) => readFile(new URL(`policies/${name}.dlp`, EXAMPLE), 'utf8')),
);
const examples = policies.join('\n').replace('../schema/crm.sql', 'crm.sql');
const schemaText = await readFile(new URL('schema/crm.sql', EXAMPLE), 'utf8');
const { schema: exampleSchema } = await loadSchema('crm.sql', schemaText);
const { schema: smallSchema } = await loadSchema('crm.sql', SCHEMA);
if (exampleSchema === null || smallSchema === null) throw new Error('a schema cannot be read');

/** Words and signs of the language, and what is none. */
const FRAGMENTS = [
  ...[
    'policy',
    'for',
    'on',
    'crm',
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    ',',
    '.',
    '==',
    '!=',
    '<',
    'in',
    'not',
    'and',
    'or',
  ],
  ...[
    'caller',
    'caller.groups',
    'caller.kind',
    'human',
    'pii',
    'pii.contact',
    'customers',
    'email',
    '"etl"',
    '4',
    '""',
  ],
  ...[
    'allow',
    'deny',
    'mask',
    'reveal',
    'with',
    'keep_last',
    'group',
    'label',
    'classify',
    'database',
    'from',
    'default',
  ],
  ...[
    '"',
    '//',
    '\n',
    '\0',
    '\uD800',
    '\u202E',
    '__proto__',
    'constructor',
    'toString',
    '"a.b"',
    '99999999999999999999',
  ],
];

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const edits = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.nat(30),
    insert: fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ unit: 'binary', maxLength: 8 })),
  }),
  { minLength: 1, maxLength: 6 },
);

function apply(text: string, changes: readonly Edit[]): string {
  return changes.reduce((before, { at, remove, insert }) => {
    const start = Math.floor(at * before.length);
    return `${before.slice(0, start)} ${insert} ${before.slice(start + remove)}`;
  }, text);
}

/** Words of a text in another order: names end up where other names belong. */
function shuffle(text: string, swaps: readonly (readonly [number, number])[]): string {
  const words = text.split(/\b/);
  for (const [a, b] of swaps) {
    const [i, j] = [Math.floor(a * words.length), Math.floor(b * words.length)];
    const [x, y] = [words[i] ?? '', words[j] ?? ''];
    words[i] = y;
    words[j] = x;
  }
  return words.join('');
}

const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

describe('no stage throws', () => {
  test('on policies with random changes', () => {
    fc.assert(
      fc.property(edits, (changes) => {
        compileWith(exampleSchema, apply(examples, changes));
      }),
      { numRuns: 300 },
    );
  });

  test('on policies whose words have changed places', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(place, place), { minLength: 1, maxLength: 30 }), (swaps) => {
        compileWith(exampleSchema, shuffle(examples, swaps));
      }),
      { numRuns: 200 },
    );
  });

  test('on random policies with random changes', () => {
    fc.assert(
      fc.property(arbitraryPolicies, edits, (text, changes) => {
        compileWith(smallSchema, apply(text, changes));
      }),
      { numRuns: 300 },
    );
  });

  test('on schemas with random changes', async () => {
    await fc.assert(
      fc.asyncProperty(edits, async (changes) => {
        const host = memoryHost({ 'p.dlp': examples, 'crm.sql': apply(schemaText, changes) });
        await compilePolicies(host, ['p.dlp']);
      }),
      { numRuns: 25 },
    );
  });
});

describe('names that JavaScript knows are names like any other', () => {
  test('of databases, labels, groups, policies, columns and tables', async () => {
    const word = (name: string) => `
      database ${name} from "${name}.sql"
      label ${name} { ${name} }
      classify ${name}.${name} ${name}.${name}.${name}
      group ${name} = "${name}" in caller.groups and caller.sub == "${name}"
      policy ${name} for ${name} { on ${name} { allow select on ${name} reveal public.${name}.${name} } }`;
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
      const host = memoryHost({
        'p.dlp': word(name),
        [`${name}.sql`]: `create table "${name}" ("${name}" text);`,
      });
      const { sources, diagnostics } = await compilePolicies(host, ['p.dlp']);
      expect(diagnostics).toEqual([]);
      expect(sources?.[0]?.relations[0]?.columns[0]?.labels[0]?.rules).toHaveLength(1);
    }
  });
});

describe('large inputs take bounded time', () => {
  test('thousands of unknown names', () => {
    const text = Array.from({ length: 5000 }, (_, i) => `group a${i} = b${i}`).join('\n');
    expect(compileWith(smallSchema, text).diagnostics).toHaveLength(5000);
  });

  test('a thousand policies over a thousand groups', () => {
    const text = Array.from(
      { length: 1000 },
      (_, i) =>
        `policy p${i} for "g${i}" in caller.groups { on crm { allow select on customers mask pii with redact } }`,
    );
    const prelude = 'database crm from "crm.sql"\nlabel pii\nclassify pii crm.customers.email\n';
    const { sources } = compileWith(smallSchema, prelude + text.join('\n'));
    expect(sources?.[0]?.policies).toHaveLength(1000);
  });
});
