/** `policy` declarations to statements about things. */
import { diagnostic, type PolicyDeclaration } from '@dlpc/language';
import type { RecordLevel } from '@dlpc/runtime/abi';
import type { Memo } from '../memo/memo.ts';
import { isApi } from './api/api-source.ts';
import { bindApiBlock } from './api/bind-api-block.ts';
import { type BlockContext, bindBlock } from './bind-block.ts';
import { declareOnce, firstDeclaredAt } from './declare.ts';
import { deriveReporting, reportingQuery } from './derive-reporting.ts';
import type { ApiBlock, Block, Policy } from './program.ts';
import { resolveSource } from './resolve-source.ts';
import { resolveWord } from './word.ts';

export const RECORD_LEVELS: readonly RecordLevel[] = ['none', 'metadata', 'everything'];

export interface BoundPolicies {
  readonly policies: readonly Policy[];
  /** Policies of which some name was not found. */
  readonly incomplete: ReadonlySet<Policy>;
}

interface BoundPolicy {
  readonly policy: Policy;
  /** Whether every name was found. */
  readonly complete: boolean;
}

const boundPolicy = reportingQuery<BoundPolicy>('policy');

/** Binds all policies. Of a second one of a name, only unknown names are reported. */
export function bindPolicies(
  declarations: readonly PolicyDeclaration[],
  { sources, labels, rowConditions, report }: BlockContext,
  memo: Memo,
): BoundPolicies {
  const byName = new Map<string, Policy>();
  const incomplete = new Set<Policy>();
  for (const declaration of declarations) {
    // What the SQL of a filter says is a matter of its text, which is the declaration's own.
    const inputs = [sources, labels] as const;
    const { policy, complete } = deriveReporting(
      memo,
      boundPolicy,
      declaration,
      inputs,
      report,
      (inner, sources, labels) => bindPolicy(declaration, { sources, labels, rowConditions, report: inner }),
    );
    if (!complete) incomplete.add(policy);
    const { name } = declaration;
    declareOnce(byName, name.text, policy, (first) => {
      // What the second one says is missing from the first.
      incomplete.add(first);
      const firstPlace = firstDeclaredAt(first.declaration.name);
      report(diagnostic('duplicate-policy', name.span, { name: name.text }, firstPlace));
    });
  }
  return { policies: [...byName.values()], incomplete };
}

function bindPolicy(declaration: PolicyDeclaration, context: BlockContext): BoundPolicy {
  const name = declaration.name.text;
  let complete = true;
  let record: RecordLevel | null = null;
  const blocks: Block[] = [];
  const apiBlocks: ApiBlock[] = [];
  const records = declaration.members.filter((member) => member.kind === 'RecordStatement');
  for (const [index, { level, span }] of records.entries()) {
    const known = resolveWord(level, RECORD_LEVELS, 'unknown-record-level', context.report);
    if (index > 0) context.report(diagnostic('repeated-record', span, { policy: name }));
    if (known === null || index > 0) complete = false;
    record ??= known;
  }
  for (const member of declaration.members) {
    if (member.kind !== 'SourceBlock') continue;
    const source = resolveSource(context.sources, member.source, context.report);
    if (source === null) {
      complete = false;
    } else if (isApi(source)) {
      const bound = bindApiBlock(source, member, context);
      apiBlocks.push(bound.block);
      if (!bound.complete) complete = false;
    } else {
      const bound = bindBlock(source, member, context);
      blocks.push(bound.block);
      if (!bound.complete) complete = false;
    }
  }
  return { policy: { name, declaration, record, blocks, apiBlocks }, complete };
}
