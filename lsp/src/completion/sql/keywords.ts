/** Words and functions of SQL that tests are written with, by the clause that they stand in. */
import { CompletionItemKind } from 'vscode-languageserver/node';
import type { Candidate } from '../candidate.ts';

const BY_CLAUSE: Readonly<Record<string, string>> = {
  select: 'from|distinct|as|case when|null|and|or|not|count|filter|over',
  from: 'where|join|left join|group by|order by|limit|as|on|inner join|union all|offset|for update',
  join: 'on|as|using|where',
  on: 'where|join|group by|order by|and|or',
  where:
    'and|or|like|in|is null|is not null|not|between|group by|order by|limit|returning|exists|true|false|null',
  group: 'order by|having|limit',
  order: 'desc|asc|limit|nulls last',
  having: 'and|or|order by|limit',
  update: 'set|as',
  set: 'where|null|default|from|returning',
  into: 'values|select|default values',
  values: 'returning|on conflict do nothing|null|default',
  delete: 'from|where',
  returning: 'as',
  // What a column can be given that is no function.
  value: 'null|default|true|false',
};

/** Those that can continue the clause, and where nothing is known of it all of them. */
export function keywordCandidates(clause: string, tier = 1): readonly Candidate[] {
  const written =
    clause === 'begin' ? BEGINNINGS : (BY_CLAUSE[clause] ?? Object.values(BY_CLAUSE).join('|')).split('|');
  return [...new Set(written)].map((name) => ({ name, kind: CompletionItemKind.Keyword, tier }));
}

const BEGINNINGS = [
  'select',
  'insert into',
  'update',
  'delete from',
  'with',
  'drop table',
  'truncate',
  'explain',
  'copy',
];

const FUNCTIONS = [
  ...[
    'count',
    'upper',
    'lower',
    'right',
    'left',
    'length',
    'coalesce',
    'sum',
    'min',
    'max',
    'avg',
    'substr',
    'trim',
  ],
  ...[
    'concat',
    'replace',
    'now',
    'date_trunc',
    'extract',
    'string_agg',
    'array_agg',
    'to_char',
    'md5',
    'abs',
    'round',
  ],
];

/** `counting` is how likely one counts. */
export function sqlFunctions(tier: number, counting = tier): readonly Candidate[] {
  return FUNCTIONS.map((name) => ({
    name,
    kind: CompletionItemKind.Function,
    text: name,
    snippet: `${name}(«»)`,
    tier: name === 'count' ? counting : tier,
  }));
}
