/** The word by which a span names a statement (`db.operation.name`): one of a list, so that nothing of the client's own text gets into a trace. Pure. */

const KNOWN: ReadonlySet<string> = new Set([
  ...[
    'SELECT',
    'INSERT',
    'UPDATE',
    'DELETE',
    'MERGE',
    'WITH',
    'VALUES',
    'TABLE',
    'COPY',
    'TRUNCATE',
    'EXPLAIN',
  ],
  ...[
    'BEGIN',
    'START',
    'COMMIT',
    'END',
    'ROLLBACK',
    'ABORT',
    'SAVEPOINT',
    'RELEASE',
    'LOCK',
    'SET',
    'RESET',
    'SHOW',
  ],
  ...[
    'PREPARE',
    'EXECUTE',
    'DEALLOCATE',
    'DECLARE',
    'FETCH',
    'MOVE',
    'CLOSE',
    'DISCARD',
    'CREATE',
    'ALTER',
    'DROP',
  ],
  ...[
    'ANALYZE',
    'VACUUM',
    'CALL',
    'DO',
    'LISTEN',
    'NOTIFY',
    'UNLISTEN',
    'COMMENT',
    'GRANT',
    'REVOKE',
    'REFRESH',
  ],
]);

/** Comments ahead of a statement are looked past for so many characters. */
const LOOKED_AT = 1_000;
const FIRST_WORD = /^(?:[\s(]|--[^\n]*\n|\/\*[^*]*\*\/)*([a-z]+)\b/i;

export function statementKind(text: string): string {
  const word = FIRST_WORD.exec(text.slice(0, LOOKED_AT))?.[1]?.toUpperCase() ?? '';
  return KNOWN.has(word) ? word : 'OTHER';
}
