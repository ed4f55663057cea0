/** What `dlp-proxy --help` prints. */

export const HELP = `dlp-proxy stands between PostgreSQL clients and servers, and enforces a compiled policy.

Usage:
  dlp-proxy --config FILE           start, and run until SIGTERM or SIGINT
  dlp-proxy --config FILE --check   check configuration, bundle, credentials, servers; start nothing
  dlp-proxy approvals COMMAND       see and decide what waits for approval
  dlp-proxy sessions COMMAND        read what went on record
  dlp-proxy token COMMAND           issue tokens, hand them on with less
  dlp-proxy hash-password           read a password, print the verifier for the file of credentials

  approvals, sessions and token have a help of their own: \`dlp-proxy sessions --help\`.

Options:
  --config FILE          configuration, in JSON
  --check                say what is wrong, start nothing, exit
  --log-format FORMAT    json, pretty or auto (pretty on a terminal); overrides the configuration
  --log-level LEVEL      debug, info, warn or error; overrides the configuration
  --help, -h             print this
  --version, -V          print the version

Signals:
  SIGHUP                 read bundle, credentials and catalogs again now (files are watched anyway)
  SIGTERM, SIGINT        accept no more, let running statements finish, end; the second ends at once

Exit status:
  0  it ran and was told to stop, or the check found that it can start
  1  it failed while starting or running, or the check could not use a server
  2  command line, configuration, credentials or bundle are wrong

Examples:
  dlp-proxy --config /etc/dlp/proxy.json --check
  dlp-proxy --config proxy.json --log-format json 2>> proxy.log
  printf %s "$PASSWORD" | dlp-proxy hash-password
  kill -HUP "$(pidof dlp-proxy)"
`;
