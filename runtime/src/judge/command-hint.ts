/** What whoever sends a statement that is never passed could send in its place. Knows statements by the names that `command-name.ts` gives them. */

/** What the data path of this version lets through. */
const JUDGED_COMMANDS =
  'The proxy passes SELECT, COPY … TO STDOUT, INSERT, UPDATE, DELETE, MERGE and TRUNCATE, EXPLAIN of unprotected relations, transaction commands, and SET and SHOW of ordinary settings.';

const DEFINITIONS =
  'What the database defines is changed past the proxy, as by migrations with a role of their own; then compile the policy against the new schema.';

/** By the first words of a statement, the longer before the shorter. */
const HINTS: readonly (readonly [beginning: string, hint: string])[] = [
  ['CREATE TABLE AS', 'Write INSERT … SELECT into a table that the policy knows, where labels are kept.'],
  ['DO', 'Send the statements of the block by themselves, in one transaction.'],
  ['CALL', 'Send the statements that the procedure runs by themselves, in one transaction.'],
  ['LISTEN', 'Ask a table again from time to time, or listen past the proxy.'],
  ['NOTIFY', 'Write to a table that others read, or notify past the proxy.'],
  ['REFRESH', 'Have the owners of the database refresh it, past the proxy.'],
  ['COPY', 'Write COPY … TO STDOUT or COPY … FROM STDIN, with the file on your side.'],
  ['two-phase', 'Write COMMIT.'],
  ['SET TRANSACTION SNAPSHOT', 'Begin a transaction of your own.'],
  ['ALTER LARGE OBJECT', 'Keep such values in a column of the type bytea.'],
  ['GRANT', 'Who may do what is said by the policy.'],
  ['REVOKE', 'Who may do what is said by the policy.'],
  ['REASSIGN', DEFINITIONS],
  ['IMPORT', DEFINITIONS],
  ['COMMENT', DEFINITIONS],
  ['SECURITY LABEL', DEFINITIONS],
  ['CREATE', DEFINITIONS],
  ['ALTER', DEFINITIONS],
  ['DROP', DEFINITIONS],
  ['VACUUM', 'Leave it to autovacuum, or to the owners of the database.'],
  ['ANALYZE', 'Leave it to autovacuum, or to the owners of the database.'],
  ['REINDEX', 'Leave it to the owners of the database.'],
  ['CLUSTER', 'Leave it to the owners of the database.'],
  ['CHECKPOINT', 'Leave it to the owners of the database.'],
  ['LOAD', 'Leave it to the owners of the database.'],
];

export function commandHint(command: string): string {
  const found = HINTS.find(([beginning]) => command === beginning || command.startsWith(`${beginning} `));
  return found?.[1] ?? JUDGED_COMMANDS;
}
