/** Writes docs/judge-knowledge.md from the judge's lists, so that the page cannot say anything else than they do. */
import type { HarmlessClass } from '@dlpc/runtime/judge/known/family';
import { harmlessFamilies } from '@dlpc/runtime/judge/known/functions/harmless-families';
import { refusedFamilies } from '@dlpc/runtime/judge/known/functions/refused-families';
import { hiddenColumns } from '@dlpc/runtime/judge/known/relations/hidden';
import { openRelations } from '@dlpc/runtime/judge/known/relations/open';
import { refusedRelations } from '@dlpc/runtime/judge/known/relations/refused';
import { setRefusals } from '@dlpc/runtime/judge/known/settings/refused';
import { settableSettings } from '@dlpc/runtime/judge/known/settings/settable';
import { showableSettings } from '@dlpc/runtime/judge/known/settings/showable';
import { harmlessTypes, refusedTypes } from '@dlpc/runtime/judge/known/types';
import { refusedCommands } from './client-statements.ts';

/** The page, as Markdown. */
export async function knowledgePage(): Promise<string> {
  return [
    INTRODUCTION,
    '## Functions that anybody may call',
    WHAT_CLASSES_MEAN,
    table(
      ['Functions', 'Class', 'How many', 'Why they are harmless'],
      harmlessFamilies
        .toSorted((a, b) => CLASSES.indexOf(a.class) - CLASSES.indexOf(b.class) || compare(a.title, b.title))
        .map((family) => [family.title, family.class, String(family.names.length), family.reason]),
    ),
    '## Functions that pass in some statements',
    ABOUT_SOME,
    table(
      ['Functions', 'Why not elsewhere', 'Names'],
      refusedFamilies
        .filter(({ apart }) => apart === true)
        .map((family) => [family.title, family.reason, code(family.names)]),
    ),
    '## Functions that are refused',
    ABOUT_REFUSED,
    table(
      ['Functions', 'Why', 'Names'],
      refusedFamilies
        .filter(({ apart }) => apart !== true)
        .toSorted((a, b) => Number(b.acts) - Number(a.acts) || compare(a.title, b.title))
        .map((family) => [
          family.title,
          family.reason,
          family.acts ? code(family.names) : `${family.names.length} helpers`,
        ]),
    ),
    ABOUT_ATTRIBUTES,
    '## System relations that anybody may read',
    table(
      ['Relations', 'Schema', 'Why', 'Names'],
      openRelations.map((family) => [
        family.title,
        `\`${family.schema}\``,
        family.reason,
        code(family.names),
      ]),
    ),
    '### Columns that are not shown',
    'In place of the relation, its columns are read by a subquery in which these have another value.',
    table(
      ['Column', 'Shown in its place', 'Why'],
      hiddenColumns.map((hidden) => [
        `\`${hidden.relation}.${hidden.column}\``,
        hidden.standIn.startsWith('CASE')
          ? 'the value of a setting that may be seen, else NULL'
          : `\`${hidden.standIn}\``,
        hidden.reason,
      ]),
    ),
    '## System relations that are refused',
    table(
      ['Relations', 'Why', 'Names'],
      refusedRelations.map((family) => [family.title, family.reason, code(family.names)]),
    ),
    '## Settings',
    '`RESET`, `SET … TO DEFAULT` and these values may be used; `SET LOCAL` is the same.',
    table(
      ['Setting', 'Values', 'Why'],
      [...settableSettings].map(([name, setting]) => [`\`${name}\``, setting.values, setting.reason]),
    ),
    'Any other setting cannot be set. Of those that clients know:',
    table(
      ['Setting', 'Why not'],
      [...setRefusals].map(([name, reason]) => [`\`${name}\``, reason]),
    ),
    `These may be seen, by \`SHOW\`, \`current_setting('…')\` and \`pg_settings\`: ${code(showableSettings)}.`,
    '## Types that values may be cast to',
    table(
      ['Types', 'Why', 'Names'],
      harmlessTypes.map((family) => [family.title, family.reason, code(family.names)]),
    ),
    'Refused are:',
    table(
      ['Types', 'Why', 'Names'],
      refusedTypes.map((family) => [family.title, family.reason, code(family.names)]),
    ),
    '## What of psql is refused',
    'Every backslash command of psql 15 was recorded with the statements that it sends. All pass, but these:',
    table(
      ['Command', 'Why'],
      [...(await refusedCommands('psql-15.sql'))]
        .toSorted(([a], [b]) => compare(a, b))
        .map(([command, refusals]) => [`\`${command}\``, refusals.join('; ')]),
    ),
    '',
  ].join('\n\n');
}

const CLASSES: readonly HarmlessClass[] = ['compute', 'catalog', 'session'];

const INTRODUCTION = `<!-- Written by a test from the judge's lists; change runtime/src/judge/known, then run it with \`-u\`. -->
# What the judge knows of PostgreSQL

The proxy passes a statement only when it knows everything in it. For what PostgreSQL itself brings, versions 13 to 18, that
knowledge is a set of lists by name, in \`runtime/src/judge/known\`; this page is made from them. Tests compare the lists with
real servers: each function, relation, type and operator stands in exactly one of them. What stands in none is refused.

A client reads relations in which protected columns already hold their masks. So whatever only computes on its arguments is
harmless. Refused is what reads or does anything else: runs text as SQL, reads relations, files, statistics or sizes by name or
number, reaches other sessions or the server, or changes anything.`;

const WHAT_CLASSES_MEAN = `A name is harmless only where every function of that name is, in all versions. \`compute\`: the result depends on the
arguments and the clock. \`catalog\`: it shows definitions, names and privileges. \`session\`: it tells of the session and its
server.`;

const ABOUT_SOME = `Those of the table pass in a statement that reads and writes nothing protected.

\`nextval\`, \`currval\`, \`setval\` and \`lastval\` pass for whoever may insert into a table whose column the sequence feeds, and sees that column as it
is; \`setval\` needs an \`allow update\` besides. The sequence is named by a literal, or by \`pg_get_serial_sequence\` of two. None of them is called in a
statement that reads what is masked or filtered. \`lastval\` could be of any sequence, so that none may feed a column that the caller sees masked.

\`current_setting\` of a literal is judged like SHOW. Of a name that is computed, or of a parameter, it shows the settings that SHOW shows, and NULL for any other.
\`set_config\` of literals is judged like SET.`;

const ABOUT_REFUSED = `A denial says: function … cannot be called through the proxy, and then the reason.`;

const ABOUT_ATTRIBUTES = `The helpers do nothing but compute, or take structures of the server that no statement has; no statement needs them. The
others do something, and \`x.name\` is refused for them too: PostgreSQL takes it for \`name(x)\` where \`x\` has no such column.

Nothing can be said here of functions, operators, types and casts that were added to a database: the judge looks them up in its
catalog. Three built-in ways lead to them without their name: a cast to a domain runs its CHECK; a comparison, sort or grouping
of values of an added type runs the functions of its operator class; and \`to_json\` and its like run an added cast to json.`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map(escaped).join(' | ')} |`)
    .join('\n');
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|');
}

function code(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(' ');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
