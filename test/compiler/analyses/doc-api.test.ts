/** The tables of an API on the page: against the proxy's judge, for every request, and as the page shows them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ApiWorld } from '../../../compiler/src/analyses/api/api-world.ts';
import { type Answers, apiMatrixOf } from '../../../compiler/src/analyses/doc/api-matrix.ts';
import { type Absence, spaceOf } from '../../../compiler/src/analyses/policy-world.ts';
import type { IrApi } from '../../../compiler/src/ir/ir.ts';
import { type PolicySet, policySet } from '../../../runtime/src/judge/decide/decide.ts';
import { FieldView } from '../../../runtime/src/judge-http/field-view.ts';
import { judgeOperation } from '../../../runtime/src/judge-http/judge-request.ts';
import { runDlpc, textOf } from '../cli/run-dlpc.ts';
import { type Asked, holds } from '../support/arbitrary-condition.ts';
import { arbitraryApi } from './diff/few-apis.ts';
import { REQUESTS } from './diff/few-sources.ts';
import { holdsOf } from './read-note.ts';

/** The policies that apply to somebody who is let in. */
function applicable({ claims, policies }: IrApi, asked: Asked): PolicySet {
  const lacks = claims.some(({ name, optional }) => !optional && !asked.caller.claims.ints.has(name));
  const meets = [...policies.entries()].filter(([, { condition }]) => holds(condition, asked));
  const isLetIn = !lacks && meets.some(([, { admits }]) => admits);
  return policySet(isLetIn ? meets.map(([index]) => index) : []);
}

test('each request is in the one class that tells what the proxy decides, or in none and gets nothing', () => {
  const seen = { inside: 0, outside: 0, sights: 0 };
  fc.assert(
    fc.property(arbitraryApi, (api) => {
      const claims = api.claims.map((claim) => ({ ...claim, optional: true }));
      const absences = claims.map(
        ({ name, type }): Absence => ({ op: 'is-absent', field: `caller.claims.${name}`, type }),
      );
      const matrix = apiMatrixOf(new ApiWorld(api, spaceOf([api], absences), absences));
      const told = <V>(classes: Answers<V>) =>
        (classes ?? []).map(({ who, answers }) => ({ answers, holds: holdsOf({ claims }, who) }));
      const [effects, sights] = [told(matrix.effects), told(matrix.sights)];
      expect(matrix.effects === null || matrix.sights === null).toBe(false);
      for (const asked of REQUESTS) {
        const policies = applicable(api, asked);
        const decided = api.operations.map((operation) => judgeOperation(operation, policies).effect);
        const found = effects.filter((one) => one.holds(asked));
        if (decided.every((effect) => effect === 'deny')) {
          expect(found).toEqual([]);
          seen.outside += 1;
        } else {
          expect(found.map(({ answers }) => answers)).toEqual([decided]);
          seen.inside += 1;
        }
        const view = new FieldView(
          {
            fields: api.fields,
            searches: [],
            // Each field by itself, as the page tells of it.
            shapes: matrix.fields.map(({ field }) => ({
              ...{ types: [], fields: [api.fields.indexOf(field)], properties: new Map() },
              ...{
                additional: null,
                items: null,
                searches: [],
                undeclared: 'show' as const,
                isProtected: true,
              },
            })),
          },
          policies,
        );
        const wanted = matrix.fields.map(({ operations }, index) =>
          operations.some((operation) => decided[api.operations.indexOf(operation)] !== 'deny')
            ? view.treatmentOf(index)?.text
            : undefined,
        );
        const [shown, ...others] = sights.filter((one) => one.holds(asked));
        expect(others).toEqual([]);
        expect((shown?.answers ?? wanted.map(() => undefined)).map((sight) => sight?.text)).toEqual(wanted);
        seen.sights += wanted.filter((text) => text !== undefined).length;
      }
    }),
    { numRuns: 100 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(100);
}, 120_000);

test('the page shows operations and labelled fields, with links to the rules', async () => {
  const api = {
    openapi: '3.1.0',
    info: { title: '<script>', version: '1' },
    paths: {
      '/people/{id}': {
        get: {
          operationId: 'get<img src=x>',
          responses: {
            200: {
              description: '',
              content: { 'application/json': { schema: { $ref: '#/components/schemas/P' } } },
            },
          },
        },
      },
    },
    components: { schemas: { P: { type: 'object', properties: { mail: { type: 'string' } } } } },
  };
  const policy = `api billing from "api.json"
label pii
classify pii billing.P.mail
policy desk for "support" in caller.groups {
  on billing { allow GET "/people/{id}" mask pii with hash }
}`;
  const { code, host } = await runDlpc(['doc', '.', '-o', 'page.html'], {
    'a.dlp': policy,
    'api.json': JSON.stringify(api),
  });
  const page = textOf(host, 'page.html') ?? '';
  expect(code).toBe(0);
  expect(page).toContain('0 databases, 1 API, 1 policy');
  expect(page).toContain('<a href="#api-0-fields">');
  expect(page).toContain('<code>GET /people/{id}</code><small class="under">get&lt;img src=x&gt;</small>');
  expect(page).toContain('<td class="cell open">allowed</td>');
  expect(page).toContain('<td class="cell equality">hash</td>');
  expect(page).toContain('<a href="#file-0-5">desk, a.dlp:5</a>');
  expect(page).not.toMatch(/<script|<img/);
});
