/** What `dlp-proxy approvals --help` prints. */

export const APPROVALS_HELP = `dlp-proxy approvals asks the admin listener of a proxy what waits for approval, and decides.

Usage:
  dlp-proxy approvals list [--all]              what waits for people like you; or all that ever did
  dlp-proxy approvals show ID                   one of them, whole
  dlp-proxy approvals approve ID [--reason …]   let it run, once
  dlp-proxy approvals deny ID --reason …        refuse it; the client is told why

Options:
  --url URL              admin listener of the proxy; else the variable DLP_ADMIN_URL
  --user NAME            who you are; else the variable DLP_USER
  --password-file FILE   your password; else the variable DLP_PASSWORD, or a terminal is asked
  --token-file FILE      a token of your identity provider, in place of name and password; else the
                         variable DLP_TOKEN
  --ca FILE              authorities (PEM) to trust in place of those that Node.js brings
  --json                 print what the listener answered, for programs
  --help, -h             print this

Exit status:
  0  done
  1  the listener could not be reached, or refused it; the reason is on stderr
  2  the command line is wrong

Examples:
  dlp-proxy approvals list --url http://127.0.0.1:6433 --user ann
  dlp-proxy approvals approve 3f9c0a1b2c4d --reason 'ticket 4711'
`;
