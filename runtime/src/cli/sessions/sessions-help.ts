/** What `dlp-proxy sessions --help` prints. */

export const SESSIONS_HELP = `dlp-proxy sessions reads what the proxy put on record. It needs no proxy that runs.

Usage:
  dlp-proxy sessions list    --records DIR [--user U] [--since T] [--denied]
  dlp-proxy sessions show    --records DIR SESSION [--from N|T]
  dlp-proxy sessions replay  --records DIR SESSION [--from N|T] [--speed N|max]
  dlp-proxy sessions search  --records DIR WORDS…
  dlp-proxy sessions export  --records DIR [SESSION…] [--csv]
  dlp-proxy sessions tail    --records DIR
  dlp-proxy sessions verify  --records DIR --key FILE [--key FILE]

Commands:
  list             sessions, the newest first
  show             what a session asked, and what was decided
  replay           the session as its client saw it, at its own pace
  search           statements by their text, user, relations and rules
  export           everything, as JSON Lines; or statements, as CSV
  tail             statements as they come, until Ctrl-C
  verify           whether anything was changed, cut, moved or taken away

Options:
  --records DIR    where records are kept: \`records.directory\` of the proxy's configuration
  --key FILE       public key that records were signed for, as \`dlpc keygen\` makes it;
                   several where it was exchanged
  --user U         of one user, or subject, alone
  --since T        from then on: 2026-11-22, 2026-11-22T10:00Z, or 30m, 12h, 7d ago
  --denied         with a denial alone
  --from N|T       from statement number N on, or from what was asked at that time (show, replay);
                   what lies before it is not read
  --limit N        at most so many (list: 50, search: 100)
  --speed N        N times as fast as it was; \`max\` without pauses. Longer pauses than 3 seconds
                   are cut
  --json           JSON in place of tables; of list, search and tail one object a line
  --csv            comma-separated values (list, search, export)
  --help, -h       print this

A session is named by its identifier, or by as much of its beginning as names one alone. What is
masked is marked: \`*\` behind the name of a column says mask, \`~\` computed by the statement, \`#\`
not on record, since it was revealed; cells that are not on record show a digest.

Exit status:
  0  done; verify: nothing was found
  1  verify: records were changed, or there are none; else it failed
  2  the command line is wrong

Examples:
  dlp-proxy sessions list --records records --denied --since 7d
  dlp-proxy sessions replay --records records 3f2a --speed max
  dlp-proxy sessions search --records records customers ssn
  dlp-proxy sessions verify --records records --key records.pub
`;
