/** An API as a proxy would have it in force: its matcher. Judging a request needs nothing else. */
import type { HttpMatcher } from '@dlpc/runtime/abi';
import type { IrApi } from '../../ir/ir.ts';
import type { JudgedSource } from '../judged-source.ts';
import { httpMatcherOf } from '../matcher/matcher-of.ts';

export interface JudgedApi {
  readonly name: string;
  readonly matcher: HttpMatcher;
}

/** Whatever can be asked: a database, by statements, or an API, by requests. */
export type Judged = JudgedSource | JudgedApi;

export function isJudgedApi(judged: Judged): judged is JudgedApi {
  return 'operations' in judged.matcher;
}

/** The APIs of a compiled policy set, by name. */
export function judgedApis(apis: readonly IrApi[]): ReadonlyMap<string, JudgedApi> {
  return new Map(apis.map((ir) => [ir.source, { name: ir.source, matcher: httpMatcherOf(ir) }]));
}
