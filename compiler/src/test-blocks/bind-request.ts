/** A case over HTTP: which API is asked, and what. Whether the document has the path is the judge's to say. */
import { diagnostic, type HttpCase } from '@dlpc/language';
import type { Program } from '../bind/program.ts';
import type { Report } from '../bind/report.ts';
import type { BoundCase } from './bound-test.ts';
import { expectedOf } from './expected-of.ts';

/** Null where the source is no API, or what is expected is wrong, which is reported. */
export function bindRequest(
  node: HttpCase,
  program: Pick<Program, 'sources' | 'apis' | 'detectors'>,
  report: Report,
): BoundCase | null {
  const { text: name, span } = node.source;
  const source = program.apis.get(name);
  if (source !== undefined) {
    const expected = expectedOf(node.expectation, { source, detectors: program.detectors, report });
    return expected && { node, source, sql: `${node.method.text} ${node.path.value}`, expected };
  }
  const nearest = report.nearest(name, program.apis.keys());
  report(
    program.sources.has(name)
      ? diagnostic('request-asks-database', span, { name, nearest })
      : diagnostic('unknown-source', span, { name, nearest }),
  );
  return null;
}
