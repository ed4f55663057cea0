/**
 * From compiled sources to a bundle. Importing this file imports ts-morph, which takes half a second: only what
 * compiles should, by `await import(…)`.
 */
import { createHash } from 'node:crypto';
import {
  ABI_VERSION,
  BUNDLE_FORMAT_VERSION,
  type BundleManifest,
  type BundleSource,
  canonicalJson,
  MANIFEST_FILE,
  manifestText,
  type SourceContents,
  WHO_SUFFIX,
  type WhoSummary,
} from '@dlpc/runtime/abi';
import { type EmittedMatcher, emitHttpMatcher, emitMatcher, type Origin } from '../emit/emit-matcher.ts';
import type { IrApi, IrPolicies, IrSource } from '../ir/ir.ts';
import type { Bundle } from './bundle.ts';
import { matcherFileName, policyFileName } from './bundle-file-names.ts';
import { apiContents, sourceContents } from './source-contents.ts';

export interface PolicyText {
  /** As rules of the sources name it in `file`; relative to the root of the policies, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface BundleInput {
  /** The databases. */
  readonly sources: readonly IrSource[];
  readonly apis?: readonly IrApi[];
  readonly policies: readonly PolicyText[];
  readonly compilerVersion: string;
  /** For people, by the name of the source; of one that is not there, nothing is told. */
  readonly who?: ReadonlyMap<string, WhoSummary>;
  /** See {@link BundleManifest.sequence}; 0 where nothing is said. */
  readonly sequence?: number;
}

/** Builds the bundle. The same input gives the same bytes, in whatever order sources and policies come. */
export function buildBundle(input: BundleInput): Bundle {
  const { sources, apis = [], policies, compilerVersion, sequence = 0, who } = input;
  const texts = new Map<string, string>();
  for (const { path, text } of policies) add(texts, policyFileName(path), text);
  const policyTexts = new Map(texts);
  const addMatcher = (source: IrPolicies, emit: (origin: Origin) => EmittedMatcher): void => {
    const path = matcherFileName(source.source);
    const { javascript, sourceMap, typescript } = emit({ path, texts: policyTexts });
    add(texts, matcherScript(source), javascript);
    add(texts, `${matcherScript(source)}.map`, sourceMap);
    add(texts, `${path}.ts`, typescript);
    const summary = who?.get(source.source);
    if (summary !== undefined) add(texts, `${path}${WHO_SUFFIX}`, `${JSON.stringify(summary)}\n`);
  };
  for (const source of sources) addMatcher(source, (origin) => emitMatcher(withBundlePaths(source), origin));
  for (const api of apis) addMatcher(api, (origin) => emitHttpMatcher(withBundlePaths(api), origin));
  const entries = [
    ...sources.map((source) => sourceEntry(source, 'postgres', sourceContents(source))),
    ...apis.map((api) => sourceEntry(api, 'http', apiContents(api))),
  ];
  const files = [...texts].map(([path, text]) => [path, Buffer.from(text)] as const).sort(byPath);
  const content = {
    format: BUNDLE_FORMAT_VERSION,
    abi: ABI_VERSION,
    compiler: compilerVersion,
    sequence,
    sources: entries.sort((a, b) => compare(a.name, b.name)),
    files: files.map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: sha256(bytes) })),
  };
  const manifest: BundleManifest = { ...content, revision: sha256(canonicalJson(content)) };
  const manifestFile = [MANIFEST_FILE, Buffer.from(manifestText(manifest))] as const;
  return { manifest, files: new Map([...files, manifestFile].sort(byPath)) };
}

/** Rules name policy files as the manifest does. */
function withBundlePaths<T extends IrPolicies>(source: T): T {
  return { ...source, rules: source.rules.map((rule) => ({ ...rule, file: policyFileName(rule.file) })) };
}

function sourceEntry(source: IrPolicies, kind: BundleSource['kind'], contents: SourceContents): BundleSource {
  const { source: name, schemaFingerprint } = source;
  return { name, kind, matcher: matcherScript(source), schemaFingerprint, contents };
}

function matcherScript({ source }: IrPolicies): string {
  return `${matcherFileName(source)}.js`;
}

function add(texts: Map<string, string>, path: string, text: string): void {
  if (texts.has(path)) throw new Error(`two files of a bundle are called ${path}`);
  texts.set(path, text);
}

function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function byPath([a]: readonly [string, Buffer], [b]: readonly [string, Buffer]): number {
  return compare(a, b);
}

/** By UTF-16 unit, not by locale: the order must be the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
