/**
 * Constructs that the language has and this version does not compile: each is an error, so that nothing that is not enforced
 * can look as if it were. Whoever compiles one takes its line out of here.
 */
import {
  diagnostic,
  type Node,
  type NodeKind,
  type PolicyFile,
  type Span,
  type Visitor,
  visit,
} from '@dlpc/language';
import type { Memo } from '../memo/memo.ts';
import { deriveReporting, reportingQuery } from './derive-reporting.ts';
import type { Report } from './report.ts';

/** A part of a node, named as a sentence begins with it. */
interface Part {
  readonly construct: string;
  readonly span: Span;
}

type Parts = { readonly [K in NodeKind]?: (node: Extract<Node, { readonly kind: K }>) => Part | null };

const unsupported: Parts = {
  MaskStatement: ({ span, lookup }) => (lookup ? { construct: '`lookup by equality`', span } : null),
};

const unsupportedIn = reportingQuery<null>('unsupported constructs');

/** Reports each construct that is not compiled, once: not what stands inside of one. */
export function reportUnsupported(files: readonly PolicyFile[], report: Report, memo: Memo): void {
  for (const file of files)
    deriveReporting(memo, unsupportedIn, file, [], report, (inner) => {
      reportIn(file, inner);
      return null;
    });
}

function reportIn(file: PolicyFile, report: Report): void {
  const visitor: Visitor = Object.fromEntries(
    Object.entries(unsupported).map(([kind, partOf]) => [
      kind,
      (node: Node) => {
        // The key and the node have the same kind, which TypeScript cannot see across the union.
        const part = (partOf as (node: Node) => Part | null)(node);
        if (part === null) return null;
        report(diagnostic('unsupported-construct', part.span, { construct: part.construct }));
        return 'skip';
      },
    ]),
  );
  visit(file, visitor);
}
