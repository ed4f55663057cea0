/** The tables of the index. Whoever changes them raises the version: an index of another one is made anew. */

export const VERSION = 4;

/**
 * A session stands in one journal. `place_segment` and `place_offset`: where the reading of what comes next may begin; of a statement, of it and all that
 * follow. `stream`: how far the session's answers have come, see stream-place.ts. `answered_segment`: where the last answer to a statement ends. `cut_character`:
 * of a body on its way, the first bytes of the character in which its last piece was cut, in hexadecimal.
 */
export const SCHEMA = `
CREATE TABLE segments (journal TEXT, segment INTEGER, bytes INTEGER, closed INTEGER, PRIMARY KEY (journal, segment));
CREATE TABLE sessions (
  id TEXT PRIMARY KEY, source TEXT, user TEXT, sub TEXT, address TEXT, application TEXT,
  started INTEGER, ended INTEGER, cause TEXT, everything INTEGER NOT NULL DEFAULT 0,
  statements INTEGER NOT NULL DEFAULT 0, denied INTEGER NOT NULL DEFAULT 0,
  rows INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
  journal TEXT, stream TEXT NOT NULL DEFAULT '', place_segment INTEGER, place_offset INTEGER
);
CREATE TABLE places (session TEXT, journal TEXT, segment INTEGER, PRIMARY KEY (session, journal, segment));
CREATE TABLE statements (
  id INTEGER PRIMARY KEY, session TEXT, n INTEGER, at INTEGER, decision TEXT, sqlstate TEXT, message TEXT, text TEXT,
  rules TEXT, accesses TEXT, revision TEXT, rows INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
  milliseconds REAL, outcome TEXT, journal TEXT, segment INTEGER,
  place_segment INTEGER, place_offset INTEGER, answered_segment INTEGER, cut_character TEXT
);
CREATE INDEX statements_by_session ON statements (session, n);
CREATE INDEX statements_by_time ON statements (at);
CREATE INDEX statements_by_segment ON statements (journal, segment);
CREATE VIRTUAL TABLE search USING fts5 (text, who, relations, rules, tokenize = "unicode61 tokenchars '_'");
PRAGMA user_version = ${VERSION};
`;
