/** Policy sets of any size: one file for 50 rules, one table of ten columns for five of them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const RULES_OF_A_FILE = 50;
const RULES_OF_A_TABLE = 5;
const COLUMNS = 10;
const LABELS = 50;

/** Writes a set of `rules` rules into `folder`: classifications, groups, and policies of ten statements. */
export function writePolicySet(folder: string, rules: number): void {
  const tables = rules / RULES_OF_A_TABLE;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'crm.sql'), list(tables, tableText).join(''));
  const labels = list(LABELS, (label) => `label l${label} { a b }\n`).join('');
  writeFileSync(join(folder, 'base.dlp'), `database crm from "crm.sql"\n\n${IDENTITY}\n${labels}`);
  for (let file = 0; file < rules / RULES_OF_A_FILE; file += 1)
    writeFileSync(join(folder, `team-${file}.dlp`), fileText(file, tables));
}

const IDENTITY = `identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim level: int
}
`;

function tableText(table: number): string {
  const columns = list(COLUMNS - 1, (column) => `, column_${column} text`).join('');
  return `create table table_${table} (id bigint primary key${columns});\n`;
}

/** Ten classifications and four policies, for the ten tables of a file. */
function fileText(file: number, tables: number): string {
  const table = (index: number): string => `table_${(file * 10 + index) % tables}`;
  const classified = list(
    10,
    (index) => `classify l${(file + index) % LABELS}.a crm.${table(index)}.{column_1, column_2}\n`,
  );
  const policies = list(4, (level) => {
    const statements = list(10, (index) => {
      if (index % 5 === 4) return `    mask ${table(index)}.column_1 with hash\n`;
      if (index % 5 === 3) return `    deny delete on ${table(index)}\n`;
      return `    allow select on ${table(index)}, ${table(index + 1)}\n`;
    });
    const head = `policy p_${file}_${level} for g${file} and caller.claims.level >= ${level}`;
    return `${head} {\n  on crm {\n${statements.join('')}  }\n}\n`;
  });
  const group = `group g${file} = "g${file}" in caller.groups and caller.kind == service\n`;
  return [...classified, group, ...policies].join('\n');
}

function list(length: number, make: (index: number) => string): readonly string[] {
  return Array.from({ length }, (_, index) => make(index));
}
