/** The page: its matrix against the interpreter, for every request, and that no text of a policy can act on the reader. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Matrix, matrixOf } from '../../../compiler/src/analyses/doc/matrix.ts';
import { spaceOf } from '../../../compiler/src/analyses/policy-world.ts';
import { SourceWorld } from '../../../compiler/src/analyses/source-world.ts';
import { loadSchema } from '../../../compiler/src/schema/load-schema.ts';
import { runDlpc, textOf } from '../cli/run-dlpc.ts';
import { arbitraryFewPolicies, FEW_REQUESTS, SCHEMA } from '../reference/arbitrary-policy.ts';
import { Interpreter } from '../reference/interpreter.ts';
import { compileWith } from '../support/compile-with.ts';
import { holdsOf } from './read-note.ts';

test('each request is in the one class that tells what the interpreter says, or in none and may do nothing', async () => {
  const { schema } = await loadSchema('crm.sql', SCHEMA);
  if (schema === null) throw new Error('the schema cannot be read');
  let [inside, outside] = [0, 0];
  fc.assert(
    fc.property(arbitraryFewPolicies, (text) => {
      const { ast, sources } = compileWith(schema, text);
      const [ir] = sources ?? [];
      fc.pre(ir !== undefined);
      if (ir === undefined) return;
      const interpreter = new Interpreter([ast], 'crm', schema);
      const world = new SourceWorld(ir, spaceOf([ir]));
      for (const relation of schema.relations.values()) {
        const entry = ir.relations.find(
          ({ schema, name }) => schema === relation.schema && name === relation.name,
        );
        if (entry === undefined) throw new Error(`${relation.name} is missing`);
        const matrix: Matrix = matrixOf(world, entry);
        expect(matrix.tooMany).toBe(false);
        const classes = matrix.classes.map((one) => ({ ...one, holds: holdsOf(ir, one.who) }));
        for (const asked of FEW_REQUESTS) {
          const decided = (['select', 'insert', 'update', 'delete'] as const).map(
            (action) => [action, interpreter.decide(asked, relation, action)] as const,
          );
          const [found, ...others] = classes.filter(({ holds }) => holds(asked));
          expect(others).toEqual([]);
          if (found === undefined) {
            expect(decided.every(([, effect]) => effect === 'deny')).toBe(true);
            outside += 1;
            continue;
          }
          inside += 1;
          expect([...found.commands]).toEqual(decided);
          const isReader = found.commands.get('select') === 'allow';
          const seen = matrix.rows.map(({ place }) => {
            const [shown = null] = interpreter.treatments(asked, relation, place.name);
            return isReader ? shown : undefined;
          });
          expect(
            found.sights.map((sight) => sight && `${sight.text}${sight.lookup ? ', lookup' : ''}`),
          ).toEqual(seen);
        }
      }
    }),
    { numRuns: 15 },
  );
  expect(Math.min(inside, outside)).toBeGreaterThan(100);
}, 120_000);

/** The schema's alone may have a character that turns the text around; a policy's may not. */
const HOSTILE = "</code></style></pre><script>alert(1)</script><img src=x onerror=alert(1)>&quot;' {}";

async function page(files: Record<string, string>): Promise<string> {
  const { code, out, host } = await runDlpc(['doc', '.', '-o', 'page.html'], files);
  expect([code, out]).toEqual([0, 'page.html written\n']);
  return textOf(host, 'page.html') ?? '';
}

const files = {
  'a.dlp': `database crm from "crm.sql"
/// All about people. ${HOSTILE}
label pii
classify pii crm.customers.email
// ${HOSTILE}
policy desk for "support" in caller.groups or ${JSON.stringify(HOSTILE)} in caller.groups {
  on crm { allow select on customers mask pii with hash }
}`,
  'crm.sql': `create table customers (id bigint, email text, "\u202e${HOSTILE}" text); create table unused (id bigint);`,
};

/** The tags: text holds no angle bracket that is not escaped. */
function markupOf(html: string): string {
  return [...html.matchAll(/<[^>]*>/g)].join('');
}

describe('the page', () => {
  test('holds text of policies and schemas as text alone', async () => {
    const html = await page(files);
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<img');
    expect(html).not.toContain('\u202e');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    // Nothing is left of markup but tags of ours, with attributes of ours.
    const tags = new Set([...html.matchAll(/<\/?([a-z0-9!]+)/gi)].map(([, name]) => name));
    const ours =
      'a body code dd details div dl dt footer h1 h2 h3 head header html li main meta nav ol p pre section small span style summary table tbody td th thead title tr ul';
    for (const tag of tags) expect([...ours.split(' '), '!doctype']).toContain(tag);
    expect(markupOf(html)).not.toMatch(/\son\w+=|javascript:|href="(?!#)/i);
  });

  test('loads nothing, and its policy names the one style that it has', async () => {
    const html = await page(files);
    const style = /<style>(.*)<\/style>/s.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(html).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(style).not.toMatch(/url\(|@import/);
    expect(markupOf(html)).not.toMatch(/src=|style="/);
  });

  test('links rules to lines that there are, and tables by names that there are', async () => {
    const html = await page(files);
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const links = [...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(ids).toContain(link);
    expect(html).toContain('<a href="#file-0-7">desk, a.dlp:7</a>');
  });

  test('says what is said of names, and of tables that nobody may use', async () => {
    const html = await page(files);
    expect(html).toContain('<dd class="documentation">All about people.');
    expect(html).toContain('Nobody may do anything with <code>crm.unused</code>.');
    expect(html).toContain('<td class="cell equality">hash</td>');
  });

  test('is not written for policies with errors', async () => {
    const { code, host } = await runDlpc(['doc', '.', '-o', 'page.html'], {
      ...files,
      'b.dlp': 'group a = b',
    });
    expect(code).toBe(1);
    expect(textOf(host, 'page.html')).toBeNull();
  });
});
