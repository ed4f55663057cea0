/** A case over HTTP: which API is asked, and what. Whether the document has the path is the judge's to say. */
import { diagnostic, type HttpCase } from '@dlpc/language';
import type { Program } from '../bind/program.ts';
import type { Report } from '../bind/report.ts';
import type { BoundCase } from './bound-test.ts';
import { expectedOf } from './expected-of.ts';

/** Null where the source is no API, which is reported. */
export function bindRequest(
  node: HttpCase,
  program: Pick<Program, 'sources' | 'apis'>,
  report: Report,
): BoundCase | null {
  const { text: name, span } = node.source;
  const source = program.apis.get(name);
  if (source !== undefined)
    return {
      node,
      source,
      sql: `${node.method.text} ${node.path.value}`,
      expected: expectedOf(node.expectation),
    };
  const nearest = report.nearest(name, program.apis.keys());
  report(
    program.sources.has(name)
      ? diagnostic('request-asks-database', span, { name, nearest })
      : diagnostic('unknown-source', span, { name, nearest }),
  );
  return null;
}
