/** A source as the proxy has it in force: its matcher, its catalog, and the judge of both. */
import type { Matcher } from '@dlpc/runtime/abi';
import type { Catalog } from '@dlpc/runtime/catalog/catalog';
import { settleTypes } from '@dlpc/runtime/judge/facts/settle-types';
import { Judge } from '@dlpc/runtime/judge/judge';
import { createSqlParser, type SqlParser } from '@dlpc/runtime/judge/parse/sql-parser';
import type { CheckedProgram } from '../check/checked-program.ts';
import type { Host } from '../host/host.ts';
import type { IrSource } from '../ir/ir.ts';
import type { Schema } from '../schema/model.ts';
import { loadCatalog } from './catalog/load-catalog.ts';
import { matcherOf } from './matcher/matcher-of.ts';

export interface JudgedSource {
  readonly name: string;
  readonly schema: Schema;
  readonly matcher: Matcher;
  readonly catalog: Catalog;
  readonly parser: SqlParser;
  readonly judge: Judge;
}

/** What judging needs besides policies; it outlives a change of them. */
export interface Ground {
  readonly parser: SqlParser;
  /** By the name of the source. */
  readonly databases: ReadonlyMap<string, JudgedDatabase>;
}

interface JudgedDatabase {
  readonly schema: Schema;
  readonly catalog: Catalog;
}

/** The databases of a compiled policy set. A database whose schema cannot be read has been reported, and is not there. */
export async function loadGround(host: Host, { program }: Pick<CheckedProgram, 'program'>): Promise<Ground> {
  const parser = await createSqlParser();
  const databases = new Map<string, JudgedDatabase>();
  for (const [name, { declaration, schema }] of program.sources) {
    const catalog = await loadCatalog(host, declaration, (text) => parser.scan(text));
    if (typeof catalog !== 'string' && schema !== null)
      databases.set(name, { schema, catalog: settleTypes(catalog, parser) });
  }
  return { parser, databases };
}

/** A source under judgement; null where its catalog is not there. */
function judgedSource(ir: IrSource, { parser, databases }: Ground): JudgedSource | null {
  const database = databases.get(ir.source);
  if (database === undefined) return null;
  const { schema, catalog } = database;
  const matcher = matcherOf(ir);
  return {
    name: ir.source,
    schema,
    matcher,
    catalog,
    parser,
    judge: new Judge({ matcher, revision: '' }, catalog, parser),
  };
}

/** Those of the sources whose catalog is there, by name. */
export function judgedSources(
  sources: readonly IrSource[],
  ground: Ground,
): ReadonlyMap<string, JudgedSource> {
  const judged = sources.map((ir) => judgedSource(ir, ground)).filter((source) => source !== null);
  return new Map(judged.map((source) => [source.name, source]));
}
