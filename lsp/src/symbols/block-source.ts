/** Which source the statements around a node speak of. */
import type { Program, Source } from '@dlpc/compiler';
import type { Node } from '@dlpc/language';
import { sourceNamed } from './source-named.ts';

/** The source of the block among `ancestors`; null outside of blocks, and where it is not declared. */
export function blockSource(program: Program, ancestors: readonly Node[]): Source | null {
  const block = ancestors.findLast((node) => node.kind === 'SourceBlock');
  return block === undefined ? null : sourceNamed(program, block.source.text);
}
