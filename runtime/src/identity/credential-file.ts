/** What the file of credentials may hold: an array of users. The JSON Schema for editors is made from this. */
import * as v from 'valibot';
import { choice, flag, line, list, shape } from '../json-file/shape.ts';
import { DEFAULT_ITERATIONS, parseScramVerifier } from '../pgwire/scram/verifier.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;

const INSTANT_EXPECTED = 'an instant in UTC such as 2027-01-31T12:00:00Z';
const VERIFIER_EXPECTED = 'a SCRAM-SHA-256 verifier, as `dlp-proxy hash-password` prints it';

const CLAIM_EXPECTED =
  'a string, an integer, true, false or an array of strings, at most 1000 of at most 1024 characters';
const claimText = v.pipe(v.string(CLAIM_EXPECTED), v.maxLength(1024, 'a claim of at most 1024 characters'));

/** What a claim may be; which of these it must be is the policy's to say. */
const ClaimShape = v.union(
  [
    claimText,
    v.pipe(v.number(CLAIM_EXPECTED), v.safeInteger(CLAIM_EXPECTED)),
    v.boolean(CLAIM_EXPECTED),
    v.pipe(v.array(claimText, CLAIM_EXPECTED), v.maxLength(1000, CLAIM_EXPECTED)),
  ],
  CLAIM_EXPECTED,
);

const TaskShape = shape({
  name: v.pipe(
    v.optional(line('the name of a task')),
    v.description('`task.name` in policies; empty by default.'),
  ),
  id: v.pipe(
    v.optional(line('the identifier of a task')),
    v.description('`task.id` in policies; empty by default.'),
  ),
  parent: v.pipe(
    v.optional(line('the identifier of a task')),
    v.description('`task.parent` in policies; empty by default.'),
  ),
});

const ActorShape = shape({
  sub: v.pipe(line('the subject of an actor'), v.description('`caller.actor.sub` in policies.')),
  groups: v.pipe(
    v.optional(list(line('the name of a group'), 1000), []),
    v.description('`caller.actor.groups` in policies.'),
  ),
});

const CallerShape = shape({
  sub: v.pipe(
    line('the subject of a caller'),
    v.description('`caller.sub` in policies: unique for one person or service.'),
  ),
  kind: v.pipe(choice(['human', 'service']), v.description('`caller.kind` in policies.')),
  groups: v.pipe(list(line('the name of a group'), 1000), v.description('`caller.groups` in policies.')),
  claims: v.pipe(
    v.optional(v.record(line('the name of a claim'), ClaimShape, 'an object'), {}),
    v.description(
      "`caller.claims` in policies. Each must have the type that the policy's identity declares, and none that it requires may be missing.",
    ),
  ),
  actor: v.pipe(
    v.optional(ActorShape),
    v.description('Who acts for the caller, where it is somebody else: `caller.actor` in policies.'),
  ),
});

const CredentialShape = shape({
  user: v.pipe(
    line('a user name', 63),
    v.description('Name that the client connects with; unique in the file.'),
  ),
  verifier: v.pipe(
    v.string(VERIFIER_EXPECTED),
    v.check(isVerifier, VERIFIER_EXPECTED),
    v.description('What `dlp-proxy hash-password` prints for the password; or from `pg_authid.rolpassword`.'),
  ),
  expires: v.pipe(
    v.string(INSTANT_EXPECTED),
    v.regex(INSTANT, INSTANT_EXPECTED),
    v.check(isInstant, INSTANT_EXPECTED),
    v.description('When the credential ends, and with it the sessions that it opened: an instant in UTC.'),
  ),
  disabled: v.pipe(
    v.optional(flag(), false),
    v.description('Whether it opens nothing for now. Sessions that it opened are cut.'),
  ),
  caller: v.pipe(CallerShape, v.description('Who this is, for policies.')),
  task: v.pipe(v.optional(TaskShape), v.description('What it is used for: `task` in policies.')),
});

export const CredentialFileShape = list(CredentialShape, 100_000);

/** With at least as many iterations as PostgreSQL uses: fewer would make passwords cheaper to guess. */
function isVerifier(text: string): boolean {
  return (parseScramVerifier(text)?.iterations ?? 0) >= DEFAULT_ITERATIONS;
}

/** Date.parse takes the 31st of February for a day in March. */
function isInstant(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.slice(0, 19));
}
