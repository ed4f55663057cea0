/** Which source the statements around a node speak of. */
import type { Program, Source } from '@dlpc/compiler';
import type { Node } from '@dlpc/language';
import { sourceNamed } from './source-named.ts';

/** The source of the block, or of the case of a test, among `ancestors`; null outside of both, and where it is not declared. */
export function blockSource(program: Program, ancestors: readonly Node[]): Source | null {
  const block = ancestors.findLast((node) => node.kind === 'SourceBlock' || node.kind === 'SqlCase');
  return block === undefined ? null : sourceNamed(program, block.source.text);
}
