/** From the tests of all files to what they ask of whom. What has a mistake is left out, and has been reported. */
import {
  type Diagnostic,
  diagnostic,
  type PolicyFile,
  type SqlCase,
  type TestDeclaration,
} from '@dlpc/language';
import { deriveReporting, reportingQuery } from '../bind/derive-reporting.ts';
import type { Program } from '../bind/program.ts';
import type { Report } from '../bind/report.ts';
import { readCaller } from '../callers/read-caller.ts';
import type { Memo } from '../memo/memo.ts';
import { bindRequest } from './bind-request.ts';
import type { BoundCase, BoundTest } from './bound-test.ts';
import { expectedOf } from './expected-of.ts';

/** What a test is bound against. */
export type Named = Pick<Program, 'identity' | 'sources' | 'apis' | 'detectors'>;

const boundTest = reportingQuery<BoundTest>('test');

export function bindTests(
  files: readonly PolicyFile[],
  { identity, sources, apis, detectors }: Program,
  report: Report,
  memo: Memo,
): readonly BoundTest[] {
  const declarations = files
    .flatMap((file) => file.declarations)
    .filter((declaration) => declaration.kind === 'TestDeclaration');
  const byName = new Map<string, TestDeclaration>();
  const tests: BoundTest[] = [];
  for (const declaration of declarations) {
    const { name } = declaration;
    const first = byName.get(name.value);
    if (first === undefined) byName.set(name.value, declaration);
    else
      report(
        diagnostic(
          'duplicate-test',
          name.span,
          { name: name.value },
          {
            related: [{ message: 'the other one is here', span: first.name.span }],
          },
        ),
      );
    const inputs = [identity, sources, apis, detectors] as const;
    tests.push(
      deriveReporting(
        memo,
        boundTest,
        declaration,
        inputs,
        report,
        (inner, identity, sources, apis, detectors) =>
          bindTest(declaration, { identity, sources, apis, detectors }, inner),
      ),
    );
  }
  return tests;
}

function bindTest(declaration: TestDeclaration, program: Named, report: Report): BoundTest {
  const { name, caller, at, cases } = declaration;
  const read = readCaller(caller, program.identity);
  const found: readonly Diagnostic[] = read.diagnostics;
  for (const problem of found) report(problem);
  if (cases.length === 0) report(diagnostic('test-without-cases', name.span, { name: name.value }));
  return {
    name: name.value,
    declaration,
    asker: read.asker,
    at: at === null ? null : at.epochMilliseconds,
    cases: cases.flatMap((node) =>
      node.kind === 'SqlCase'
        ? (bindCase(node, program, report) ?? [])
        : (bindRequest(node, program, report) ?? []),
    ),
  };
}

function bindCase(node: SqlCase, program: Named, report: Report): BoundCase | null {
  const { text: name, span } = node.source;
  const source = program.sources.get(name);
  if (source === undefined && program.apis.has(name)) {
    report(diagnostic('sql-asks-api', span, { name }));
    return null;
  }
  if (source === undefined) {
    report(
      diagnostic('unknown-source', span, { name, nearest: report.nearest(name, program.sources.keys()) }),
    );
    return null;
  }
  const expected = expectedOf(node.expectation, { source, detectors: program.detectors, report });
  return expected && { node, source, sql: node.statement.value, expected };
}
