/** One line of the manual for each word of the language. */

/** Markdown, by word; a word with several uses has a line for each. */
export const keywordHelp: Readonly<Record<string, string>> = {
  and: '`A and B` holds where both do; it binds more tightly than `or`.',
  or: '`A or B` holds where either does.',
  not: '`not A` holds where `A` does not.',
  in: '`"support" in caller.groups`, `caller.sub in ["a", "b"]`, `now in 09:00..17:00 "UTC"`: whether a value is among others.',
  true: 'The condition that always holds.',
  false: 'The condition that never holds.',
  import: '`import "shared/labels.dlp"` takes the declarations of another policy file in.',
  identity:
    '`identity NAME { issuer … audience … claim … }` says which tokens count, and which of their claims conditions may read.',
  database:
    '`database NAME from "schema.sql"` names a PostgreSQL database and the DDL, dump or folder of migrations that describes it.',
  api: '`api NAME from "openapi.yaml"` names an HTTP API and the OpenAPI document that describes it.',
  label: '`label pii { contact national_id }` declares labels: a tree that says how sensitive data is.',
  classify:
    '`classify LABEL COLUMNS` puts a label on columns; from then on they are masked unless a policy reveals them.',
  detector:
    '`detector NAME = /…/ where VALIDATOR` finds values within texts, by an expression that runs in linear time.',
  group: '`group NAME = CONDITION` gives a condition about the caller a name.',
  policy: '`policy NAME for CONDITION { on SOURCE { … } }` says what callers who meet the condition may do.',
  test: '`test "…" { as { … } sql SOURCE "…" => … }` says what the policies must decide; `dlpc test` runs it.',
  mask: '`mask LABELS-OR-COLUMNS with MASK` says how labelled values are shown; `mask default with MASK` how where no policy speaks of them.',
  allow: '`allow select on customers` lets a command pass. What nothing allows is denied.',
  deny: '`deny delete on orders` refuses a command; it wins over every `allow` and `approve`.',
  approve: '`approve delete on orders by "dba" within 15m` holds a command until somebody of a group agrees.',
  reveal: '`reveal LABELS-OR-COLUMNS` is the one statement that shows labelled values as they are.',
  filter:
    '`filter orders where CONDITION` leaves only the rows for which a SQL condition holds; the others do not exist for the caller.',
  limit: '`limit 50_000 rows per session` ends what goes beyond a budget.',
  alert:
    '`alert delete on orders`, `alert above 10_000 rows per hour` reports what happens and lets it pass.',
  declassify:
    '`declassify LABELS into RELATIONS` allows labelled data to be written where the label is not carried.',
  on: '`on SOURCE { … }` holds the statements of a policy about one source; within a statement, `on` comes before relations.',
  record: '`record LEVEL` says what is kept of what callers do under this policy.',
  sql: '`sql SOURCE "STATEMENT" => EXPECTATION` is a case of a test about a database.',
  http: '`http SOURCE METHOD "PATH" => EXPECTATION` is a case of a test about an API.',
  issuer: '`issuer "https://…"` is who signs the tokens that count.',
  audience: '`audience "…"` is for whom tokens must be issued.',
  claim:
    '`claim NAME: TYPE` declares a claim that conditions may read: `string`, `int`, `bool` or `set of string`; `NAME?` may be absent.',
  of: '`set of string`; `2 of "dba", "security"`: how many must approve.',
  from: '`from "PATH"` names the file that describes a source, relative to the policy file.',
  closed:
    'In a `closed` source, what carries no label counts as labelled `unclassified`, so that a migration cannot open a hole.',
  default:
    '`mask default with MASK` is how labelled values are shown where no policy speaks of them; without it, `redact`.',
  with: '`with MASK` names the mask.',
  for: '`for CONDITION` says to whom a policy applies.',
  when: '`when CONDITION` is one more condition of a policy, such as a time of day or a task.',
  until: '`until 2027-03-31` is the last day on which a policy holds, in UTC.',
  values: '`values matching DETECTOR in COLUMNS` labels what a detector finds within texts.',
  matching: '`values matching DETECTOR` names the detector.',
  where:
    '`filter … where CONDITION`; `detector … where VALIDATOR`; `deny … without where`: statements that have no WHERE.',
  without: '`deny update, delete without where` refuses statements that have no WHERE.',
  operation: '`allow operation NAME` speaks of an operation of an API by its `operationId`.',
  lookup: '`lookup by equality` also lets callers find rows by a value that they already know.',
  by: '`approve … by "GROUP"` names who may agree; `lookup by equality` lets rows be found by a known value.',
  equality: '`lookup by equality` also lets callers find rows by a value that they already know.',
  within: '`within 15m` is how long an approval may take.',
  per: '`per statement`, `session`, `minute`, `hour` or `day`: the span over which a budget counts.',
  above: '`alert above 10_000 rows per hour` reports what goes beyond a budget.',
  into: '`declassify LABELS into RELATIONS` names where the data may be written.',
  as: '`as { kind: service, groups: ["etl"] }` is who asks in a test.',
  at: '`at 2026-11-22T02:00:00Z` is when a test asks.',
};

/** What conditions can read without declaring it. */
export const fieldHelp: Readonly<Record<string, string>> = {
  caller:
    'Who asks, as a verified identity vouches for it: `caller.sub`, `caller.kind`, `caller.groups`, `caller.claims`, `caller.actor`.',
  'caller.sub': 'string: the subject of the identity.',
  'caller.kind': '`human` or `service`.',
  'caller.groups': 'set of strings: the groups of the identity.',
  'caller.actor':
    'Who acts for the caller, where it is somebody else: `caller.actor.sub`, `caller.actor.groups`. The identity vouches for it.',
  'caller.actor.sub':
    'string, absent where nobody acts for the caller: write `caller.actor.sub ?? ""`. It never is empty.',
  'caller.actor.groups': 'set of strings: the groups of who acts for the caller; empty where nobody does.',
  'caller.claims': 'The claims that the `identity` declares.',
  task: 'What the caller is at work on, as its identity vouches for it: `task.name`, `task.id`, `task.parent`.',
  'task.id': 'string: the identifier of the task; empty where there is none.',
  'task.name': 'string: the name of the task; empty where there is none.',
  'task.parent': 'string: the identifier of the task that handed this one out; empty where there is none.',
  hint: 'What the client says of itself. Nobody vouches for it, so it can only take away.',
  'hint.application_name': 'string: what the client calls itself; empty where it says nothing.',
  now: 'The moment at which a statement starts: `now in 01:00..05:00 "UTC"`.',
};
