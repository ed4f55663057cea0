/** What stops attacks: one name for each line of defence, with where it stands. Attacks name the one that stops them. */

export interface Defence {
  /** One sentence. */
  readonly does: string;
  /** Where it is written, from the root of the repository. */
  readonly file: string;
}

const table = {
  'masked at the source': {
    does: 'The relation is read through a subquery in which the column holds its mask already, so that whatever is computed from it is computed on the mask.',
    file: 'runtime/src/judge/rewrite/rewrite.ts',
  },
  'rows kept back': {
    does: 'A filtered relation is read through a subquery with the filter in it, behind a fence where conditions of the statement could tell of rows that they must not meet.',
    file: 'runtime/src/judge/decide/row-filters.ts',
  },
  'values looked up': {
    does: 'A condition is asked of stored values only where it is one comparison with constants that every row must meet, and its name is sure to mean a column that may be looked up.',
    file: 'runtime/src/judge/facts/lookups.ts',
  },
  'names resolved': {
    does: 'Names mean to the judge what they mean to the server: search path, common table expressions, quoting, folding, 63 bytes.',
    file: 'runtime/src/judge/facts/relations.ts',
  },
  'known constructs': {
    does: 'Every node of the parse tree and every field of it must be known; statement kinds are let through by name.',
    file: 'runtime/src/judge/facts/shapes.ts',
  },
  'known functions': {
    does: 'Built-in functions are called only where all of that name do no more than compute, also behind a point.',
    file: 'runtime/src/judge/known/functions.ts',
  },
  'sequences by tables': {
    does: 'A sequence is used by whoever may insert into a table whose column it feeds, and sees that column; its name stands in the statement.',
    file: 'runtime/src/judge/decide/refuse-sequence.ts',
  },
  'calls apart': {
    does: 'What other sessions notice, or what counts how often it is called, is called in statements only that read nothing protected.',
    file: 'runtime/src/judge/decide/refuse-calls.ts',
  },
  'settings limited': {
    does: 'The name of a setting that is computed passes through a pattern of the names that may be seen; of any other nothing is left.',
    file: 'runtime/src/judge/rewrite/limit-setting.ts',
  },
  'known relations': {
    does: 'Of the system catalogs those are open that hold definitions; columns of them that tell of stored rows hold constants.',
    file: 'runtime/src/judge/known/relations.ts',
  },
  'known settings': {
    does: 'Settings are shown and set by a list, values included; the key of the masks is on none.',
    file: 'runtime/src/judge/known/settings.ts',
  },
  'added objects': {
    does: 'Functions, operators, types and casts that somebody added are refused wherever they could be meant, unless they come with an extension that only computes.',
    file: 'runtime/src/judge/facts/added-objects.ts',
  },
  'types that act': {
    does: 'A domain whose check calls what was added is read as the type below it, and no text or parameter is converted to it.',
    file: 'runtime/src/judge/facts/settle-types.ts',
  },
  policy: {
    does: 'What no policy allows the caller is denied, and a denial wins.',
    file: 'runtime/src/judge/decide/decide.ts',
  },
  snapshot: {
    does: 'The live database is compared with the schema of the policy: unknown columns are hidden, other differences refuse the relation.',
    file: 'runtime/src/catalog/agreement.ts',
  },
  'writes judged': {
    does: 'A write reads no masked column of its target, and passes only where neither constraints nor what runs along with it could tell of masked values.',
    file: 'runtime/src/judge/decide/writes/refuse-write.ts',
  },
  'returned rows masked': {
    does: 'What a write returns of its target is masked where it stands in RETURNING, and refused where a name there could mean something else.',
    file: 'runtime/src/judge/decide/writes/returned-masks.ts',
  },
  'views expanded': {
    does: 'A view is read through its definition, which is judged as if the caller had sent it.',
    file: 'runtime/src/judge/decide/expand-view.ts',
  },
  'stored views labelled': {
    does: 'A materialized view is masked by the labels of its own columns, which must be those of what the live definition computes them from; where masked columns chose its rows, it is refused.',
    file: 'runtime/src/judge/decide/stored-view.ts',
  },
  'rows counted apart': {
    does: 'Where a masked column decides in which partition a row is, or which rows row security shows, partitions, `tableoid` or the table are refused.',
    file: 'runtime/src/judge/decide/told-by-rows.ts',
  },
  'plans hidden': {
    does: 'The plan of a statement that reads a protected relation is not shown.',
    file: 'runtime/src/judge/judge-facts.ts',
  },
  'whole text judged': {
    does: 'All statements of a text are judged before any of it goes on.',
    file: 'runtime/src/judge/facts/collect-facts.ts',
  },
  'one grammar': {
    does: "The text is read by PostgreSQL's own scanner and grammar, as UTF-8 and with standard strings, which the session's settings are held to.",
    file: 'runtime/src/judge/parse/sql-parser.ts',
  },
  'neutral reports': {
    does: 'Errors and notices of a statement that may have read protected rows keep their SQLSTATE and lose every word that could quote one.',
    file: 'runtime/src/pgwire/session/neutral-report.ts',
  },
  'messages decided': {
    does: 'Each message of the protocol has its decision; what is malformed or out of place is refused or ends the session.',
    file: 'runtime/src/pgwire/session/client-side.ts',
  },
  'statements followed': {
    does: 'Prepared statements are known by name and text as the server will have them, and judged again under a policy or catalog that is new.',
    file: 'runtime/src/pgwire/session/statement-table.ts',
  },
  'session guarded': {
    does: 'A session ends with its credential, and passes nothing where its search path is no longer the one that is judged by.',
    file: 'runtime/src/proxy/open-session.ts',
  },
  'start-up list': {
    does: 'Start-up packets are read strictly, and their parameters go on by a list.',
    file: 'runtime/src/pgwire/startup/startup-parameters.ts',
  },
  'bounded work': {
    does: 'Texts are bounded in length, depth and the work that they make; what breaks the parser breaks one instance of it.',
    file: 'runtime/src/judge/parse/sql-parser.ts',
  },
  'constants apart': {
    does: 'Texts that differ in constants share a judgement only where the scanner must read them alike and no constant decided anything.',
    file: 'runtime/src/judge/templates/template.ts',
  },
} as const satisfies Record<string, Defence>;

export type DefenceName = keyof typeof table;

export const defences: Readonly<Record<DefenceName, Defence>> = table;
