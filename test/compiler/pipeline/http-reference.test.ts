/** What random policies about random APIs are compiled to decides on requests as the interpreter does, whoever asks. */
import { parsePolicyFile } from '@dlpc/language';
import type { HttpMatcher, ShapeEntry, ShapeIndex } from '@dlpc/runtime/abi';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { httpMatcherOf } from '../../../compiler/src/ask/matcher/matcher-of.ts';
import { apiContents } from '../../../compiler/src/bundle/source-contents.ts';
import { emitHttpMatcher } from '../../../compiler/src/emit/emit-matcher.ts';
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import type { IrApi } from '../../../compiler/src/ir/ir.ts';
import { compilePolicies } from '../../../compiler/src/pipeline.ts';
import { checkHttpMatcher } from '../../../runtime/src/bundle/check-http-matcher.ts';
import { runMatcher } from '../../../runtime/src/bundle/run-matcher.ts';
import { applicablePolicies } from '../../../runtime/src/judge/applicable-policies.ts';
import { policySet } from '../../../runtime/src/judge/decide/decide.ts';
import { FieldView } from '../../../runtime/src/judge-http/field-view.ts';
import { judgeRequest } from '../../../runtime/src/judge-http/judge-request.ts';
import { askerOf } from '../../support/askers.ts';
import { untilSeen } from '../../support/until-seen.ts';
import { arbitraryHttp, PLACES, TARGETS } from '../reference/arbitrary-http.ts';
import { documentText, type Step } from '../reference/http-documents.ts';
import { HttpInterpreter } from '../reference/http-interpreter.ts';

/** All that the policies can tell apart. */
const ASKERS = (['human', 'service'] as const).flatMap((kind) =>
  [[], ['etl']].map((groups) => ({
    ...askerOf({ kind, groups: new Set(groups) }),
    now: Date.UTC(2026, 0, 1),
  })),
);

const QUERIES = [[], ['p'], ['q', 'p'], ['other']];

/** Compares a number of random cases; counts what happened in `seen`. */
async function compare(runs: number, build: (ir: IrApi) => HttpMatcher, seen: Map<string, number>) {
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  await fc.assert(
    fc.asyncProperty(arbitraryHttp, async ({ document, text }) => {
      const files = { 'p.dlp': text, 'api.json': documentText(document) };
      const { apis, diagnostics } = await compilePolicies(memoryHost(files), ['.']);
      const [ir] = apis;
      count(
        ir === undefined
          ? `not compiled: ${[...new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code))]}`
          : 'compiled',
      );
      if (ir === undefined) return;
      const matcher = build(ir);
      const interpreter = new HttpInterpreter(parsePolicyFile('p.dlp', text).ast, text, document);
      for (const asked of ASKERS) {
        const applicable = policySet(applicablePolicies(matcher, asked, asked.now));
        const view = new FieldView(matcher, applicable);
        for (const method of ['GET', 'DELETE'])
          for (const { target, path } of TARGETS)
            for (const query of path === null ? [[]] : QUERIES) {
              const sent =
                query.length === 0 ? target : `${target}?${query.map((name) => `${name}=1`).join('&')}`;
              const said = judgeRequest(
                matcher,
                { applicable, view },
                { method, target: sent, headers: new Set() },
              );
              const lines = [...new Set(said.rules.map((rule) => matcher.rules[rule]?.line ?? 0))];
              const decision = [said.effect, lines.sort((a, b) => a - b).join()].join(' ').trim();
              expect(`${method} ${sent}: ${decision}`).toBe(
                `${method} ${sent}: ${interpreter.decide(asked, { method, path, query })}`,
              );
              count(said.effect);
            }
        for (const operation of matcher.operations)
          for (const place of PLACES) {
            const treatment = treatmentAt(
              matcher,
              view,
              operation.responses[0]?.bodies[0]?.shape ?? null,
              place,
            );
            const wanted = interpreter.treatmentAt(asked, operation.operationId ?? '', place);
            expect(`${operation.operationId} ${JSON.stringify(place)}: ${treatment}`).toBe(
              `${operation.operationId} ${JSON.stringify(place)}: ${wanted}`,
            );
            count(`sees ${treatment}`);
            // What is hidden, or masked whole, is not looked into.
            if (treatment !== '') continue;
            const parts = foundAt(matcher, view, operation.responses[0]?.bodies[0]?.shape ?? null, place);
            const wantedParts = interpreter.foundAt(asked, operation.operationId ?? '', place);
            expect(`${operation.operationId} in ${JSON.stringify(place)}: ${parts}`).toBe(
              `${operation.operationId} in ${JSON.stringify(place)}: ${wantedParts}`,
            );
            count(`finds ${parts}`);
          }
      }
    }),
    { numRuns: runs },
  );
}

/** The shape of a place; null where no schema describes it, and with it the last one that does. */
function walkTo(
  { shapes }: HttpMatcher,
  start: ShapeIndex | null,
  steps: readonly Step[],
): { readonly here: ShapeIndex | null; readonly around: ShapeEntry | null } {
  let here = start;
  let around: ShapeEntry | null = null;
  for (const step of steps) {
    const shape = here === null ? undefined : shapes[here];
    if (shape === undefined) break;
    around = shape;
    here = step === 'item' ? shape.items : (shape.properties.get(step.property) ?? shape.additional);
  }
  return { here, around };
}

function treatmentAt(
  matcher: HttpMatcher,
  view: FieldView,
  start: ShapeIndex | null,
  steps: readonly Step[],
): string {
  const { here, around } = walkTo(matcher, start, steps);
  if (here === null) return around?.undeclared === 'hide' ? 'hidden' : '';
  return view.treatmentOf(here)?.text ?? '';
}

/** How what detectors find within a text is masked there; the place is one that is not hidden. */
function foundAt(
  matcher: HttpMatcher,
  view: FieldView,
  start: ShapeIndex | null,
  steps: readonly Step[],
): string {
  const parts = view.partsOf(walkTo(matcher, start, steps).here);
  return parts.map(({ mask }) => mask.name).join();
}

test('compiled APIs decide as the interpreter does', async () => {
  const seen = new Map<string, number>();
  // Each happens, or nothing was tested.
  const wanted = [
    'compiled',
    'allow',
    'approve',
    'deny',
    'sees ',
    'sees reveal',
    'sees redact',
    'sees null',
    'sees hidden',
    'finds ',
    'finds redact',
    'finds hash',
  ];
  const missing = () => wanted.filter((what) => !seen.has(what));
  expect(await untilSeen(() => compare(60, httpMatcherOf, seen), missing)).toEqual([]);
}, 120_000);

test('so do the modules that are emitted, as the proxy loads them', async () => {
  await compare(10, loadedMatcher, new Map());
}, 120_000);

/** What the proxy makes of a module that was written and read. */
function loadedMatcher(ir: IrApi): HttpMatcher {
  const exported = runMatcher(emitHttpMatcher(ir).javascript, 'matcher.js', 10_000);
  if (!exported.ok) throw new Error(exported.problem.message);
  const source = {
    ...{ name: ir.source, matcher: '', schemaFingerprint: ir.schemaFingerprint },
    ...{ kind: 'http' as const, contents: apiContents(ir) },
  };
  const checked = checkHttpMatcher(exported.value, source, new Set(['p.dlp']));
  if (!checked.ok) throw new Error(checked.problem.message);
  return checked.value;
}
