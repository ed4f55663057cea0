/** Statements that clients send by themselves, with what the judge's lists say of each. */
import { readFileSync } from 'node:fs';
import { functionRefusal, isHarmlessFunction } from '@dlpc/runtime/judge/known/functions';
import { isRefusedOperator } from '@dlpc/runtime/judge/known/operators';
import { systemRelationRefusal } from '@dlpc/runtime/judge/known/relations';
import { isHarmlessType } from '@dlpc/runtime/judge/known/types';
import { namesIn } from './names-in-statement.ts';

export interface RecordedStatements {
  /** What a person did, for example `\dt+`; several commands may send the same. */
  readonly commands: readonly string[];
  readonly sql: string;
}

/** The statements in `recorded/FILE`, each after a line `-- command: …, …`. */
export function recordedStatements(file: string): readonly RecordedStatements[] {
  const text = readFileSync(new URL(`./recorded/${file}`, import.meta.url), 'utf8');
  const [, ...chunks] = text.split(/^-- command: /m);
  return chunks.map((chunk) => {
    const end = chunk.indexOf('\n');
    return { commands: chunk.slice(0, end).split(', '), sql: chunk.slice(end + 1) };
  });
}

/** Commands of `recorded/FILE` that are refused, each with what of it is. */
export async function refusedCommands(file: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const refused = new Map<string, readonly string[]>();
  for (const { commands, sql } of recordedStatements(file)) {
    const refusals = await refusalsIn(sql);
    if (refusals.length > 0) for (const command of commands) refused.set(command, refusals);
  }
  return refused;
}

/** What of a text is refused, as ``name`: reason`, in order of names. */
async function refusalsIn(sql: string): Promise<readonly string[]> {
  const names = await namesIn(sql);
  const functions = [...names.functions].map((call) => call.split('/'));
  return [
    ...functions.flatMap(([name, count]) => {
      const bare = unqualified(name ?? '');
      const isKnown = HELPERS.has(name ?? '') || isHarmlessFunction(bare, Number(count));
      return isKnown ? [] : [`\`${bare}\`: ${functionRefusal(bare)}`];
    }),
    ...[...names.relations].flatMap((name) => {
      const schema = name.startsWith('information_schema.') ? 'information_schema' : 'pg_catalog';
      const refusal = systemRelationRefusal(schema, unqualified(name));
      return refusal === null ? [] : [`\`${unqualified(name)}\`: ${refusal}`];
    }),
    ...[...names.types].filter((name) => !isHarmlessType(unqualified(name))).map((name) => `type ${name}`),
    ...[...names.operators]
      .filter((name) => isRefusedOperator(unqualified(name)))
      .map((name) => `operator ${name}`),
  ].toSorted();
}

/** Functions of information_schema, which initdb makes too; and `current_setting`, which gives what SHOW would. */
const HELPERS: ReadonlySet<string> = new Set([
  'information_schema._pg_expandarray',
  '.current_setting',
  'pg_catalog.current_setting',
]);

function unqualified(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}
