/** What a person would call a statement: the first words of its text, which are PostgreSQL's own command tag but for a few. */
import { stringOf, type Tree } from '../parse/tree.ts';

/** `DROP TABLE`, `CREATE FUNCTION`, `INSERT`. Of a kind that is not known here, the name of its node, spaced. */
export function commandName(kind: string, node: Tree): string {
  const verb = verbs.get(kind);
  if (verb !== undefined) return `${verb[0]} ${objectName(stringOf(node[verb[1]]))}`;
  if (kind === 'CreateTableAsStmt')
    return `CREATE ${objectName(stringOf(node.objtype))} AS`.replace(STORED, '');
  if (kind === 'CreateFunctionStmt')
    return node.is_procedure === true ? 'CREATE PROCEDURE' : 'CREATE FUNCTION';
  if (kind === 'VacuumStmt') return node.is_vacuumcmd === true ? 'VACUUM' : 'ANALYZE';
  if (kind === 'GrantStmt' || kind === 'GrantRoleStmt') return node.is_grant === true ? 'GRANT' : 'REVOKE';
  return names.get(kind) ?? spaced(kind.replace(/Stmt$/, ''));
}

/** `CREATE MATERIALIZED VIEW` has its AS behind a name. */
const STORED = /(?<=VIEW) AS$/;

function objectName(type: string): string {
  const name = type.replace(/^OBJECT_/, '');
  return objects.get(name) ?? name.replaceAll('_', ' ');
}

function spaced(words: string): string {
  return words.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toUpperCase();
}

/** Kinds of statements for many kinds of objects: the verb, and the field that holds the kind of object. */
const verbs: ReadonlyMap<string, readonly [verb: string, field: string]> = new Map([
  ['DefineStmt', ['CREATE', 'kind']],
  ['DropStmt', ['DROP', 'removeType']],
  ['AlterTableStmt', ['ALTER', 'objtype']],
  ['AlterTableMoveAllStmt', ['ALTER', 'objtype']],
  ['AlterFunctionStmt', ['ALTER', 'objtype']],
  ['AlterOwnerStmt', ['ALTER', 'objectType']],
  ['AlterObjectSchemaStmt', ['ALTER', 'objectType']],
  ['AlterObjectDependsStmt', ['ALTER', 'objectType']],
  ['RenameStmt', ['ALTER', 'renameType']],
]);

/** Objects whose names in the tree are not those of the text. */
const objects: ReadonlyMap<string, string> = new Map([
  ['MATVIEW', 'MATERIALIZED VIEW'],
  ['TSPARSER', 'TEXT SEARCH PARSER'],
  ['TSDICTIONARY', 'TEXT SEARCH DICTIONARY'],
  ['TSTEMPLATE', 'TEXT SEARCH TEMPLATE'],
  ['TSCONFIGURATION', 'TEXT SEARCH CONFIGURATION'],
  ['LARGEOBJECT', 'LARGE OBJECT'],
  ['FDW', 'FOREIGN DATA WRAPPER'],
  ['FOREIGN_SERVER', 'SERVER'],
  ['OPCLASS', 'OPERATOR CLASS'],
  ['OPFAMILY', 'OPERATOR FAMILY'],
  ['STATISTIC_EXT', 'STATISTICS'],
  // What such a statement names is in a table, a type or a domain.
  ['COLUMN', 'TABLE'],
  ['TABCONSTRAINT', 'TABLE'],
  ['ATTRIBUTE', 'TYPE'],
  ['DOMCONSTRAINT', 'DOMAIN'],
]);

const names: ReadonlyMap<string, string> = new Map([
  ['CreateStmt', 'CREATE TABLE'],
  ['ViewStmt', 'CREATE VIEW'],
  ['IndexStmt', 'CREATE INDEX'],
  ['RuleStmt', 'CREATE RULE'],
  ['CreateSeqStmt', 'CREATE SEQUENCE'],
  ['AlterSeqStmt', 'ALTER SEQUENCE'],
  ['CreateStatsStmt', 'CREATE STATISTICS'],
  ['AlterStatsStmt', 'ALTER STATISTICS'],
  ['CreateTrigStmt', 'CREATE TRIGGER'],
  ['CreateEventTrigStmt', 'CREATE EVENT TRIGGER'],
  ['AlterEventTrigStmt', 'ALTER EVENT TRIGGER'],
  ['CreateEnumStmt', 'CREATE TYPE'],
  ['CreateRangeStmt', 'CREATE TYPE'],
  ['CompositeTypeStmt', 'CREATE TYPE'],
  ['AlterEnumStmt', 'ALTER TYPE'],
  ['AlterTypeStmt', 'ALTER TYPE'],
  ['AlterOperatorStmt', 'ALTER OPERATOR'],
  ['CreateOpClassStmt', 'CREATE OPERATOR CLASS'],
  ['CreateOpFamilyStmt', 'CREATE OPERATOR FAMILY'],
  ['AlterOpFamilyStmt', 'ALTER OPERATOR FAMILY'],
  ['CreatePLangStmt', 'CREATE LANGUAGE'],
  ['CreateAmStmt', 'CREATE ACCESS METHOD'],
  ['AlterTSDictionaryStmt', 'ALTER TEXT SEARCH DICTIONARY'],
  ['AlterTSConfigurationStmt', 'ALTER TEXT SEARCH CONFIGURATION'],
  ['CreatedbStmt', 'CREATE DATABASE'],
  ['DropdbStmt', 'DROP DATABASE'],
  ['AlterDatabaseSetStmt', 'ALTER DATABASE'],
  ['AlterDatabaseRefreshCollStmt', 'ALTER DATABASE'],
  ['AlterRoleSetStmt', 'ALTER ROLE'],
  ['CreateTableSpaceStmt', 'CREATE TABLESPACE'],
  ['DropTableSpaceStmt', 'DROP TABLESPACE'],
  ['AlterTableSpaceOptionsStmt', 'ALTER TABLESPACE'],
  ['CreateForeignServerStmt', 'CREATE SERVER'],
  ['AlterForeignServerStmt', 'ALTER SERVER'],
  ['CreateFdwStmt', 'CREATE FOREIGN DATA WRAPPER'],
  ['AlterFdwStmt', 'ALTER FOREIGN DATA WRAPPER'],
  ['AlterExtensionContentsStmt', 'ALTER EXTENSION'],
  ['RefreshMatViewStmt', 'REFRESH MATERIALIZED VIEW'],
  ['SecLabelStmt', 'SECURITY LABEL'],
  ['ConstraintsSetStmt', 'SET CONSTRAINTS'],
  ['CheckPointStmt', 'CHECKPOINT'],
  ['ReindexStmt', 'REINDEX'],
  ['TruncateStmt', 'TRUNCATE'],
]);
