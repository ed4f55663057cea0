/** What `dlp-proxy token --help` prints. */

export const TOKEN_HELP = `Tokens of the proxy's own issuers: short-lived, signed, handed on with less by whoever holds them.

Usage:
  dlp-proxy token issue --key FILE --sub SUBJECT --for TIME [options]
  dlp-proxy token attenuate --task NAME [options]     for a subtask; asks nobody
  dlp-proxy token show                                what a token says; verifies nothing

A token is printed, and read from the variable DLP_TOKEN or a file; never from the command line. A
client gives it as its password, with the user name that the proxy's \`tokens.user\` says.

Options of issue:
  --key FILE             private key, as \`dlpc keygen\` makes it; its public half is in \`tokens.keys\`
  --sub SUBJECT          \`caller.sub\` in policies
  --kind KIND            \`caller.kind\`: service (the default) or human
  --group NAME           a group, as often as needed
  --claim NAME=VALUE     a claim; whole numbers, true and false are such
  --audience NAME        which proxy it is for (default: dlp-proxy)

Options of issue and attenuate:
  --actor SUBJECT        who acts for the subject from here on: \`caller.actor.sub\` in policies
  --actor-group NAME     a group of theirs, as often as needed
  --task NAME            \`task.name\` in policies
  --task-id ID           \`task.id\`
  --source NAME          a source that it opens, as often as needed; all where none is said
  --for TIME             how long it lives: 15m, 8h, 1d; never longer than what it is made from

Options of attenuate and show:
  --token-file FILE      the token, in place of DLP_TOKEN
  --last                 the new token cannot be handed on

Exit status:
  0  it was done
  2  the command line, a file or the token is wrong

Examples:
  dlp-proxy token issue --key issuer.key --sub nightly --group etl --for 8h > nightly.token
  DLP_TOKEN=$(cat nightly.token) dlp-proxy token attenuate --task extract --for 20m --last
  PGPASSWORD=$EXTRACT_TOKEN psql -h proxy -U token crm
`;
