/**
 * From compiled sources to a bundle. Importing this file imports ts-morph, which takes half a second: only what
 * compiles should, by `await import(…)`.
 */
import type { IrSource } from '../ir/ir.ts';
import type { Bundle } from './bundle.ts';

export interface PolicyText {
  /** As rules of the sources name it in `file`; relative to the root of the policies, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface BundleInput {
  readonly sources: readonly IrSource[];
  readonly policies: readonly PolicyText[];
  readonly compilerVersion: string;
}

/** Builds the bundle. The same input gives the same bytes, in whatever order sources and policies come. */
export function buildBundle(_input: BundleInput): Bundle {
  throw new Error('buildBundle is being written');
}
