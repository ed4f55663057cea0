/**
 * The pages under docs/diagnostics, so that `dlpc explain` has them wherever it is installed. Generated from them by
 * test/compiler/cli/diagnostic-pages.test.ts: change a page, not this file. Long because it holds them all.
 */
export const diagnosticPages: Readonly<Record<string, string>> = {
  DLP1001: `# DLP1001: a character that does not belong here

The text has a character that begins nothing in the language. Often it is a habit from another language: statements have no
mark at their end, a comment begins with \`//\`, and a name has ASCII letters, digits and \`_\` only, unless it stands in double
quotes.

\`\`\`dlp error=DLP1001
database crm from "schema/crm.sql";
\`\`\`

## How to mend it

Remove the character. If it is part of a name, put the name in double quotes, as in \`crm.customers."e-mail"\`.

\`\`\`dlp
database crm from "schema/crm.sql"
\`\`\`
`,
  DLP1002: `# DLP1002: an invisible character

The text has a character that a reader does not see, but that can change what the reader sees: a control character, a mark
that turns the direction of writing, a space without width, one half of a surrogate pair. With such characters a policy
can look like another one in a review, so none may stand anywhere, comments and strings included. In a string, a space of
another kind than the ordinary one counts too.

In this example, \`⟨U+202E⟩\` stands for the character itself.

\`\`\`dlp error=DLP1002
group staff = "staff⟨U+202E⟩" in caller.groups
\`\`\`

## How to mend it

Remove the character. Where a string means it, write its number, which everybody can see.

\`\`\`dlp
group staff = "staff\\u{202e}" in caller.groups
\`\`\`
`,
  DLP1003: `# DLP1003: a string without an end

A string begins with a double quote and ends with the next one, on the same line. Here the line ends first.

\`\`\`dlp error=DLP1003
database crm from "schema/crm.sql
\`\`\`

## How to mend it

Add the missing quote. A line break inside of a string is written \`\\n\`, a double quote \`\\"\`.

\`\`\`dlp
database crm from "schema/crm.sql"
\`\`\`
`,
  DLP1004: `# DLP1004: an unknown escape in a string

A backslash in a string begins an escape, and this one does not exist. There are \`\\"\` and \`\\\\\` for the characters
themselves, \`\\n\` for a line break, \`\\t\` for a tab, and \`\\u{…}\` with the hexadecimal number of a character. The number zero
is none, as no text of a database can hold it.

\`\`\`dlp error=DLP1004
group windows_service = caller.sub == "CORP\\service"
\`\`\`

## How to mend it

Write a backslash that is meant as one twice.

\`\`\`dlp
group windows_service = caller.sub == "CORP\\\\service"
\`\`\`
`,
  DLP1005: `# DLP1005: a string in single quotes

Strings and quoted names stand in double quotes. Single quotes, as in SQL, mean nothing here.

\`\`\`dlp error=DLP1005
group staff = 'staff' in caller.groups
\`\`\`

## How to mend it

Put the text in double quotes. An editor offers this as a fix.

\`\`\`dlp
group staff = "staff" in caller.groups
\`\`\`
`,
  DLP1006: `# DLP1006: an operator of another language

Conditions are written with the words \`and\`, \`or\`, \`not\` and \`in\`, and with \`==\`, \`!=\`, \`<\`, \`<=\`, \`>\` and \`>=\`. Operators
that other languages have for the same are not read, so that there is one way to say a thing. A single \`=\` gives a group
its condition and compares nothing.

\`\`\`dlp error=DLP1006
group etl = caller.kind = service && "etl" in caller.groups
\`\`\`

## How to mend it

Write the operator that the hint names. An editor offers this as a fix.

\`\`\`dlp
group etl = caller.kind == service and "etl" in caller.groups
\`\`\`
`,
  DLP1007: `# DLP1007: a malformed number

A number is a row of digits. A single \`_\` may stand between two digits to group them. There are no fractions, signs, or
numbers of another base.

\`\`\`dlp error=DLP1007
mask default with keep_last(4x)
\`\`\`

## How to mend it

Write the digits alone.

\`\`\`dlp
mask default with keep_last(4)
\`\`\`
`,
  DLP1008: `# DLP1008: a number that is too large

The number is larger than 9007199254740991, beyond which not every whole number can be told from the next.

\`\`\`dlp error=DLP1008
mask default with keep_last(99999999999999999999)
\`\`\`

## How to mend it

Use a smaller number. An identifier that only looks like a number belongs in a string.

\`\`\`dlp
mask default with keep_last(9)
\`\`\`
`,
  DLP1009: `# DLP1009: an empty name

A name in double quotes can have any characters, but it needs at least one.

\`\`\`dlp error=DLP1009
classify pii crm.customers.""
\`\`\`

## How to mend it

Write the name.

\`\`\`dlp
classify pii crm.customers.email
\`\`\`
`,
  DLP1010: `# DLP1010: something else was expected

The text does not go on as the language does. The message says what could stand here and what was found. The rest of the
statement, or of the declaration where it is no statement, is passed over, and reading goes on behind it, so that one run
shows every mistake.

\`\`\`dlp error=DLP1010
policy support for "support" in caller.groups {
  on crm {
    allow select customers
  }
}
\`\`\`

## How to mend it

Write what was expected.

\`\`\`dlp
policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}
\`\`\`
`,
  DLP1011: `# DLP1011: a bracket that is not closed

A \`{\`, \`(\` or \`[\` has no partner before the next declaration, block or statement begins, or before the file ends. The
message points at that place, and a note at the bracket.

\`\`\`dlp error=DLP1011
policy support for "support" in caller.groups {
  on crm {
    allow select on customers
}
\`\`\`

## How to mend it

Add the missing bracket where the braces should end.

\`\`\`dlp
policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}
\`\`\`
`,
  DLP1012: `# DLP1012: a bracket that closes nothing

A \`}\`, \`)\` or \`]\` stands where no bracket is open. Often there is one too many above it.

\`\`\`dlp error=DLP1012
policy support for "support" in caller.groups {
  on crm { allow select on customers }
}
}
\`\`\`

## How to mend it

Remove the bracket, or the one above it that closes too early.

\`\`\`dlp
policy support for "support" in caller.groups {
  on crm { allow select on customers }
}
\`\`\`
`,
  DLP1013: `# DLP1013: not the path of a column

A \`classify\` names each column by its whole path: the source, the schema where the database has several relations of that
name, the relation, and the column. Braces, which hold several columns of one relation, can only stand at the end.

\`\`\`dlp error=DLP1013
classify pii customers.email
\`\`\`

## How to mend it

Begin the path with the name of the source.

\`\`\`dlp
classify pii crm.customers.email
\`\`\`
`,
  DLP1014: `# DLP1014: not the path of a relation

A statement stands inside of an \`on\` block, which already names the source. So a relation is named by itself, or by its
schema and itself, and by nothing more.

\`\`\`dlp error=DLP1014
policy support for "support" in caller.groups {
  on crm { allow select on crm.sales.orders }
}
\`\`\`

## How to mend it

Leave out the source.

\`\`\`dlp
policy support for "support" in caller.groups {
  on crm { allow select on sales.orders }
}
\`\`\`
`,
  DLP1015: `# DLP1015: a comparison of a comparison

A comparison has two sides. A second operator behind it would compare its truth, which hardly anybody means.

\`\`\`dlp error=DLP1015
group middle = 1 <= caller.level <= 3
\`\`\`

## How to mend it

Join two comparisons with \`and\`, or put one in parentheses if its truth is meant.

\`\`\`dlp
group middle = 1 <= caller.level and caller.level <= 3
\`\`\`
`,
  DLP1016: `# DLP1016: too deeply nested

Brackets stand inside of more than 64 others. The limit keeps the time and memory that a file can take within bounds. Nothing
else of the file is read.

In this example, a line with \`// × N\` at its end stands there N times.

\`\`\`dlp error=DLP1016
group nested =
  ( // × 65
  etl
  ) // × 65
\`\`\`

## How to mend it

Give inner parts of the condition a name with \`group\`, and use the names.

\`\`\`dlp
group inner = "etl" in caller.groups and caller.kind == service
group nested = inner or "support" in caller.groups
\`\`\`
`,
  DLP1017: `# DLP1017: a condition that is too long

A condition has more than 1000 operators, dots included. The limit keeps the time and memory that a file can take within
bounds.

In this example, a line with \`// × N\` at its end stands there N times.

\`\`\`dlp error=DLP1017
group known =
  caller.sub == "ci" or // × 400
  caller.sub == "nightly"
\`\`\`

## How to mend it

Compare with a list, or give parts of the condition names with \`group\`.

\`\`\`dlp
group known = caller.sub in ["ci", "nightly"]
\`\`\`
`,
  DLP1018: `# DLP1018: a file that is too large

A file has more than 4 MiB, or more than 250,000 words and marks. The limit keeps the time and memory that a file can take
within bounds. Nothing of the file is read.

In this example, a line with \`// × N\` at its end stands there N times.

\`\`\`dlp error=DLP1018
label pii // × 130000
\`\`\`

## How to mend it

Split the file. The order of files does not matter, and each sees the names of all others.

\`\`\`dlp
label pii
\`\`\`
`,
  DLP1020: `# DLP1020: too many mistakes

A file has more than 100 mistakes in its syntax; the first hundred are shown. Perhaps it is no policy file at all.

In this example, a line with \`// × N\` at its end stands there N times. Each has a mistake of its own, DLP1005.

\`\`\`dlp error=DLP1020
database crm from 'schema/crm.sql' // × 101
\`\`\`

## How to mend it

Mend the first mistakes; others may be gone with them.

\`\`\`dlp
database crm from "schema/crm.sql"
\`\`\`
`,
  DLP1021: `# DLP1021: no time of day

A time of day has hours from 00 to 23 and minutes from 00 to 59. Only the end of a window may be \`24:00\`, the end of the day.

\`\`\`dlp error=DLP1021
group at_night = now in 01:00..25:00 "UTC"
\`\`\`

## How to mend it

A window may go over midnight: then it ends at an earlier time than it starts.

\`\`\`dlp
group at_night = now in 22:00..05:00 "UTC"
\`\`\`
`,
  DLP1022: `# DLP1022: no day of the calendar

The calendar does not have this day.

\`\`\`dlp error=DLP1022
policy audit for "audit" in caller.groups until 2027-02-29 {
}
\`\`\`

## How to mend it

Write a day that there is. \`until\` names the last day on which the policy holds.

\`\`\`dlp
policy audit for "audit" in caller.groups until 2027-02-28 {}
\`\`\`
`,
  DLP1023: `# DLP1023: one \`*\` behind another

A \`*\` in a name stands for any characters, or none; a second one beside it says nothing more, and was perhaps meant to reach
across dots, which no pattern does.

\`\`\`dlp error=DLP1023
classify pii crm.**.email
\`\`\`

## How to mend it

Write one \`*\` for each part of the path.

\`\`\`dlp
classify pii crm.*.email
\`\`\`
`,
  DLP1024: `# DLP1024: regular expression without an end

A regular expression stands between two slashes on one line. A slash inside of it is written \`\\/\`.

\`\`\`dlp error=DLP1024
detector ticket = /[A-Z]+-\\d+
\`\`\`

## How to mend it

Close it.

\`\`\`dlp
detector ticket = /[A-Z]+-\\d+/
\`\`\`
`,
  DLP1025: `# DLP1025: condition with an open bracket or quote

The condition of a \`filter\` is SQL and ends with its line, unless a bracket, a quote or a comment is open. Here one is
opened and never closed.

\`\`\`dlp error=DLP1025
policy p for etl {
  on crm {
    filter orders where region in ('north', 'south'
  }
}
\`\`\`

## How to mend it

Close it.

\`\`\`dlp
policy p for etl {
  on crm {
    filter orders where region in ('north', 'south')
  }
}
\`\`\`
`,
  DLP1026: `# DLP1026: condition too long

The condition of a \`filter\` may have 16,384 characters. The comment stands for the same line as often as it says.

\`\`\`dlp error=DLP1026
policy p for etl {
  on crm {
    filter orders where region in (
      'region-01', 'region-02', 'region-03', 'region-04', 'region-05', 'region-06', 'region-07', // × 250
      'north')
  }
}
\`\`\`

## How to mend it

Keep long lists in a table or a view of the database.

\`\`\`dlp
policy p for etl {
  on crm {
    filter orders where region in (select region from regions_of_etl)
  }
}
\`\`\`
`,
  DLP1027: `# DLP1027: not a moment

The moment of a test is written with its date, hour and minute, in UTC, and must exist.

\`\`\`dlp error=DLP1027
test "at night" {
  as { kind: service }
  at 2026-11-31T02:00:00Z
}
\`\`\`

## How to mend it

Write a day and a time that exist, with \`Z\` at the end.

\`\`\`dlp
test "at night" {
  as { kind: service }
  at 2026-11-30T02:00:00Z
}
\`\`\`
`,
  DLP1028: `# DLP1028: masked columns of the wrong kind

What a test expects to be masked are columns of the result in a SQL case, by their names, and places in the body in an HTTP case,
by their paths.

\`\`\`dlp error=DLP1028
test "masked" {
  as { kind: service }
  sql crm "select email from customers" => mask $.email
}
\`\`\`

## How to mend it

Name the column.

\`\`\`dlp
test "masked" {
  as { kind: service }
  sql crm "select email from customers" => mask email
}
\`\`\`
`,
  DLP1029: `# DLP1029: letter of another script

The word holds a letter of another script that looks like one of ASCII: the first letter of \`аllow\` below is Cyrillic. A reader takes it for a word that it
is not, so names and words of the language are written in ASCII, and a word of a string in one script.

\`\`\`dlp error=DLP1029
policy support for "support" in caller.groups {
  on crm {
    аllow select on customers
  }
}
\`\`\`

## How to mend it

Type the word anew. Where a string means such a letter, write it by its number: \`"\\u{430}llow"\`.

\`\`\`dlp
policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}
\`\`\`
`,
  DLP2001: `# DLP2001: no such database

A \`classify\` or an \`on\` block names a database that no \`database\` declaration introduces. Every name in a policy is
checked against a real schema, so a database without one cannot be spoken of.

\`\`\`dlp error=DLP2001
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crn {
    allow select on customers
  }
}
\`\`\`

## How to mend it

Correct the name, or declare the database with the schema that it has.

\`\`\`dlp
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}
\`\`\`
`,
  DLP2002: `# DLP2002: no such table

The database has no table or view of this name in its schema file. Names are compared exactly as PostgreSQL stores them: a
name that the schema does not quote is in lower case. Without a schema in front, a name means the one table of that name,
or the one in \`public\`.

\`\`\`dlp error=DLP2002
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow select on custmers
  }
}
\`\`\`

## How to mend it

Correct the name, or bring the schema file up to date with the database.

\`\`\`dlp
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}
\`\`\`
`,
  DLP2003: `# DLP2003: no such column

The table exists, but has no column of this name in the schema file.

\`\`\`dlp error=DLP2003
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.{emial, ssn}
\`\`\`

## How to mend it

Correct the name. What else is right in the statement counts already, so that one wrong name hides no other mistake.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.{email, ssn}
\`\`\`
`,
  DLP2004: `# DLP2004: no such label

A label is named by its path from the root of its tree: \`pii.contact\`, not \`contact\`. No declared label has this path.

\`\`\`dlp error=DLP2004
database crm from "schema/crm.sql"

label pii { contact national_id }

classify contact crm.customers.email
\`\`\`

## How to mend it

Write the whole path, or declare the label.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii { contact national_id }

classify pii.contact crm.customers.email
\`\`\`
`,
  DLP2005: `# DLP2005: neither a label nor a column

\`mask\` and \`reveal\` speak of labels, such as \`pii.contact\`, or of columns of the block's database, such as \`customers.email\`.
This is neither.

\`\`\`dlp error=DLP2005
database crm from "schema/crm.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
    reveal email
  }
}
\`\`\`

## How to mend it

Name a column with its table in front. There is no \`*\`: what is shown is named.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
    reveal customers.email
  }
}
\`\`\`
`,
  DLP2006: `# DLP2006: no such group

A bare name in a condition is a declared group, or a kind of caller (\`human\`, \`service\`). This is neither. A group of the
identity provider is asked for with \`in caller.groups\`, its name in quotes.

\`\`\`dlp error=DLP2006
database crm from "schema/crm.sql"

group support = "support" in caller.groups

policy desk for suport {
  on crm {
    allow select on customers
  }
}
\`\`\`

## How to mend it

Correct the name, or declare the group.

\`\`\`dlp
database crm from "schema/crm.sql"

group support = "support" in caller.groups

policy desk for support {
  on crm {
    allow select on customers
  }
}
\`\`\`
`,
  DLP2007: `# DLP2007: no such field

\`caller\`, \`task\` and \`hint\` have these fields and no others: \`caller.sub\`, \`caller.kind\`, \`caller.groups\` and \`caller.claims\`;
\`task.id\`, \`task.name\` and \`task.parent\`; \`hint.application_name\`.

\`\`\`dlp error=DLP2007
database crm from "schema/crm.sql"

policy support for "support" in caller.group {
  on crm {
    allow select on customers
  }
}
\`\`\`

## How to mend it

Use one of the fields there are.

\`\`\`dlp
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}
\`\`\`
`,
  DLP2008: `# DLP2008: no such kind of caller

A caller is a \`human\` or a \`service\`. There is no third kind.

\`\`\`dlp error=DLP2008
database crm from "schema/crm.sql"

policy pipeline for caller.kind == servce {
  on crm {
    allow select on orders
  }
}
\`\`\`

## How to mend it

Write \`human\` or \`service\`, without quotes.

\`\`\`dlp
database crm from "schema/crm.sql"

policy pipeline for caller.kind == service {
  on crm {
    allow select on orders
  }
}
\`\`\`
`,
  DLP2009: `# DLP2009: no such action

\`allow\` and \`deny\` speak of \`select\`, \`insert\`, \`update\` and \`delete\`. Everything else that SQL can do is denied, without a
statement that says so.

\`\`\`dlp error=DLP2009
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow read on customers
  }
}
\`\`\`

## How to mend it

Name one of the four actions.

\`\`\`dlp
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}
\`\`\`
`,
  DLP2010: `# DLP2010: the name means more than one table

Several schemas of the database have a table of this name, and \`public\` is not one of them, so the name alone does not say
which is meant.

\`\`\`dlp error=DLP2010
database warehouse from "schema/warehouse.sql"

policy analysts for "analysts" in caller.groups {
  on warehouse {
    allow select on leads
  }
}
\`\`\`

## How to mend it

Write the schema in front.

\`\`\`dlp
database warehouse from "schema/warehouse.sql"

policy analysts for "analysts" in caller.groups {
  on warehouse {
    allow select on sales.leads
  }
}
\`\`\`
`,
  DLP2011: `# DLP2011: both a label and a column

The path names a label and a column alike, so nobody can tell which of the two a \`mask\` or \`reveal\` means.

\`\`\`dlp error=DLP2011
database crm from "schema/crm.sql"

label customers { email }

classify customers.email crm.customers.email

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
    reveal customers.email
  }
}
\`\`\`

## How to mend it

Rename the label, or write the column with its schema in front.

\`\`\`dlp
database crm from "schema/crm.sql"

label customers { email }

classify customers.email crm.customers.email

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
    reveal public.customers.email
  }
}
\`\`\`
`,
  DLP2012: `# DLP2012: two databases of one name

Each name stands for one database, over all files.

\`\`\`dlp error=DLP2012
database crm from "schema/crm.sql"
database crm from "schema/warehouse.sql"
\`\`\`

## How to mend it

Give one of them another name, or drop the second declaration.

\`\`\`dlp
database crm from "schema/crm.sql"
database warehouse from "schema/warehouse.sql"
\`\`\`
`,
  DLP2013: `# DLP2013: a label declared twice

Two declarations introduce the same label. Labels are one tree over all files: where two places declare a part of it, nobody
can see what a mask of the whole covers.

\`\`\`dlp error=DLP2013
label pii { contact }
label pii { national_id }
\`\`\`

## How to mend it

Declare the tree in one place, with all its children.

\`\`\`dlp
label pii { contact national_id }
\`\`\`
`,
  DLP2014: `# DLP2014: two groups of one name

Each name stands for one group, over all files.

\`\`\`dlp error=DLP2014
group support = "support" in caller.groups
group support = "helpdesk" in caller.groups
\`\`\`

## How to mend it

Give one of them another name, or make one condition of the two.

\`\`\`dlp
group support = "support" in caller.groups or "helpdesk" in caller.groups
\`\`\`
`,
  DLP2015: `# DLP2015: two policies of one name

Denials, logs and explanations name policies, so each name stands for one policy, over all files.

\`\`\`dlp error=DLP2015
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}

policy support for "helpdesk" in caller.groups {
  on crm {
    allow select on orders
  }
}
\`\`\`

## How to mend it

Give one of them another name.

\`\`\`dlp
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}

policy helpdesk for "helpdesk" in caller.groups {
  on crm {
    allow select on orders
  }
}
\`\`\`
`,
  DLP2016: `# DLP2016: more than one default mask

\`mask default with …\` says what becomes of labelled columns of which no applicable policy speaks. It holds for all files
together, so there can be only one.

\`\`\`dlp error=DLP2016
mask default with redact
mask default with null
\`\`\`

## How to mend it

Keep one of them.

\`\`\`dlp
mask default with redact
\`\`\`
`,
  DLP2017: `# DLP2017: a group cannot have this name

\`caller\`, \`human\` and \`service\` mean something in every condition already. A group of one of these names would make
\`caller.kind == human\` mean two things.

\`\`\`dlp error=DLP2017
group human = caller.kind == human and "staff" in caller.groups
\`\`\`

## How to mend it

Choose another name.

\`\`\`dlp
group staff = caller.kind == human and "staff" in caller.groups
\`\`\`
`,
  DLP2018: `# DLP2018: a group defined by itself

The condition of the group needs the group itself, directly or through others, and so says nothing.

\`\`\`dlp error=DLP2018
group support  = helpdesk or "support" in caller.groups
group helpdesk = support and caller.kind == human
\`\`\`

## How to mend it

Let each condition stand on what the caller is, or on groups that stand without it.

\`\`\`dlp
group support  = "support" in caller.groups
group helpdesk = support and caller.kind == human
\`\`\`
`,
  DLP2019: `# DLP2019: no such claim

A condition can only read claims that the \`identity\` declares: of all that a token holds, nothing else reaches a policy.

\`\`\`dlp error=DLP2019
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
}

database crm from "schema/crm.sql"

policy desk for caller.claims.departement == "support" {
  on crm {
    allow select on customers
  }
}
\`\`\`

## How to mend it

Write the claim as it is declared, or declare it.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
}

database crm from "schema/crm.sql"

policy desk for caller.claims.department == "support" {
  on crm {
    allow select on customers
  }
}
\`\`\`
`,
  DLP2020: `# DLP2020: no such time zone

A window of time is one in a zone of the IANA time zone database, so that changes of the clock are taken care of. An offset such as
\`+01:00\` is no zone.

\`\`\`dlp error=DLP2020
database crm from "schema/crm.sql"

policy desk for now in 09:00..17:00 "Europe/Berln" {
  on crm {
    allow select on customers
  }
}
\`\`\`

## How to mend it

Write the name of a zone: \`UTC\`, or a region and a city.

\`\`\`dlp
database crm from "schema/crm.sql"

policy desk for now in 09:00..17:00 "Europe/Berlin" {
  on crm {
    allow select on customers
  }
}
\`\`\`
`,
  DLP2021: `# DLP2021: more than one identity

All policies of a set speak of the claims of one identity; what a claim means would depend on who reads it otherwise.

\`\`\`dlp error=DLP2021
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim level: int
}

identity partners {
  issuer "https://login.partner.example"
  audience "dlp-proxy"
}
\`\`\`

## How to mend it

Keep one, with all claims that policies read. A claim that not every token carries is optional: \`claim level?: int\`.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim level?: int
}
\`\`\`
`,
  DLP2022: `# DLP2022: a claim declared twice

One claim has one type.

\`\`\`dlp error=DLP2022
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim level: int
  claim level: string
}
\`\`\`

## How to mend it

Keep the one that is meant.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim level: int
}
\`\`\`
`,
  DLP2023: `# DLP2023: no such type of a claim

A claim is a \`string\`, an \`int\`, a \`bool\` or a \`set of string\`.

\`\`\`dlp error=DLP2023
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim level: integer
}
\`\`\`

## How to mend it

Use one of the types there are.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim level: int
}
\`\`\`
`,
  DLP2024: `# DLP2024: an incomplete identity

An identity names who issues its tokens and for whom they are issued. Without one of the two, tokens would count that were made for
somebody else.

\`\`\`dlp error=DLP2024
identity corp {
  issuer "https://login.corp.example"
}
\`\`\`

## How to mend it

Name both.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
}
\`\`\`
`,
  DLP2025: `# DLP2025: a setting written twice

An identity has one issuer and one audience.

\`\`\`dlp error=DLP2025
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  audience "reports"
}
\`\`\`

## How to mend it

Keep the one that is meant.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
}
\`\`\`
`,
  DLP2026: `# DLP2026: a column with a table in front, in a row filter

A filter can speak of several tables, so that its columns stand alone. With a point in them there are only the fields of \`caller\` and \`task\`.

\`\`\`dlp error=DLP2026
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where orders.region = 'north'
  }
}
\`\`\`

## How to mend it

Write the column alone.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where region = 'north'
  }
}
\`\`\`
`,
  DLP2027: `# DLP2027: a pattern that matches no table

\`*\` stands for any characters, or none. A pattern that matches nothing is a mistake, or was overtaken by a change of the schema.

\`\`\`dlp error=DLP2027
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on order_*
  }
}
\`\`\`

## How to mend it

Write a pattern that matches, or the name of the table.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on order*
  }
}
\`\`\`
`,
  DLP2028: `# DLP2028: a pattern that matches no column

A classification whose pattern matches nothing labels nothing.

\`\`\`dlp error=DLP2028
database crm from "schema/crm.sql"

label pii

classify pii crm.*.*_mail
\`\`\`

## How to mend it

Write a pattern that matches.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii

classify pii crm.*.*mail
\`\`\`
`,
  DLP2029: `# DLP2029: an unknown unit of a budget

Budgets count \`rows\`, \`bytes\` or \`statements\`.

\`\`\`dlp error=DLP2029
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    limit 50_000 row per session
  }
}
\`\`\`

## How to mend it

Use one of these units.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    limit 50_000 rows per session
  }
}
\`\`\`
`,
  DLP2030: `# DLP2030: an unknown period of a budget

A budget is for a \`statement\`, a \`session\`, a \`minute\`, an \`hour\` or a \`day\`.

\`\`\`dlp error=DLP2030
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    limit 50_000 rows per week
  }
}
\`\`\`

## How to mend it

Use one of these periods.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    limit 10_000 rows per day
  }
}
\`\`\`
`,
  DLP2031: `# DLP2031: an unknown level of records

A policy records \`none\`, \`metadata\` or \`everything\`.

\`\`\`dlp error=DLP2031
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  record all
  on crm {
    allow select on customers, orders
  }
}
\`\`\`

## How to mend it

Use one of these levels.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  record everything
  on crm {
    allow select on customers, orders
  }
}
\`\`\`
`,
  DLP2032: `# DLP2032: a reserved label

Columns of a \`closed\` database carry the label \`unclassified\` where they carry no other. A label of that name would mean two things.

\`\`\`dlp error=DLP2032
database crm from "schema/crm.sql"

label unclassified
\`\`\`

## How to mend it

Choose another name.

\`\`\`dlp
database crm from "schema/crm.sql"

label unreviewed

classify unreviewed crm.customers.name
\`\`\`
`,
  DLP2040: `# DLP2040: a source is declared twice

Databases and APIs share their names: \`on billing\` must mean one of them.

\`\`\`dlp error=DLP2040
database billing from "schema/crm.sql"

api billing from "schema/billing.openapi.yaml"
\`\`\`

## How to mend it

Rename one of them.

\`\`\`dlp
database crm from "schema/crm.sql"

api billing from "schema/billing.openapi.yaml"
\`\`\`
`,
  DLP2041: `# DLP2041: no schema or operation has this name

The first name behind the source is that of a schema under \`components.schemas\` of the OpenAPI document, or the
\`operationId\` of an operation. An operation without one is called by its method and path, as \`"GET /v1/customers"\`.

\`\`\`dlp error=DLP2041
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Custmer.email
\`\`\`

## How to mend it

Write the name as the document does.

\`\`\`dlp
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.email
\`\`\`
`,
  DLP2042: `# DLP2042: the schema has no such field

A field is named by the names of properties that lead to it. Lists and maps on the way are passed through, and so are \`$ref\`, \`allOf\`,
\`oneOf\` and \`anyOf\`: \`Customer.address.street\` is a field wherever the address is written.

\`\`\`dlp error=DLP2042
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.emial
\`\`\`

## How to mend it

Write the names as the document does.

\`\`\`dlp
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.email
\`\`\`
`,
  DLP2043: `# DLP2043: no path of the document is meant

A rule names a path as the document writes it; only the names of parameters may differ. A last segment \`{rest}\` means every path
that begins so and goes on.

\`\`\`dlp error=DLP2043
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.email

policy support for "support" in caller.groups {
  on billing {
    allow GET "/v1/customer/{id}"
    mask pii with hash
  }
}
\`\`\`

## How to mend it

Write the path as the document does, parameters in braces.

\`\`\`dlp
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.email

policy support for "support" in caller.groups {
  on billing {
    allow GET "/v1/customers/{id}"
    mask pii with hash
  }
}
\`\`\`
`,
  DLP2044: `# DLP2044: no HTTP method has this name

The methods are \`GET\`, \`PUT\`, \`POST\`, \`DELETE\`, \`OPTIONS\`, \`HEAD\`, \`PATCH\` and \`TRACE\`, in capitals.

\`\`\`dlp error=DLP2044
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.email

policy support for "support" in caller.groups {
  on billing {
    allow GETS "/v1/customers/{id}"
    mask pii with hash
  }
}
\`\`\`

## How to mend it

Write the method as a request does.

\`\`\`dlp
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.email

policy support for "support" in caller.groups {
  on billing {
    allow GET "/v1/customers/{id}"
    mask pii with hash
  }
}
\`\`\`
`,
  DLP2045: `# DLP2045: the path has no operation of this method

The document has the path, and no operation of this method on it. Whatever the document does not have is denied in any case.

\`\`\`dlp error=DLP2045
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.email

policy support for "support" in caller.groups {
  on billing {
    allow GET "/v1/customers/{id}"
    mask pii with hash
    deny DELETE "/v1/customers/{id}"
  }
}
\`\`\`

## How to mend it

Leave it out, or add the operation to the document.

\`\`\`dlp
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.email

policy support for "support" in caller.groups {
  on billing {
    allow GET "/v1/customers/{id}"
    mask pii with hash
  }
}
\`\`\`
`,
  DLP2046: `# DLP2046: no operation has this name

\`operation\` is followed by the \`operationId\` of an operation of the document.

\`\`\`dlp error=DLP2046
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.email

policy support for "support" in caller.groups {
  on billing {
    allow operation getCustomers
    mask pii with hash
  }
}
\`\`\`

## How to mend it

Write the \`operationId\` as the document does, or name the method and the path.

\`\`\`dlp
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.email

policy support for "support" in caller.groups {
  on billing {
    allow operation getCustomer
    mask pii with hash
  }
}
\`\`\`
`,
  DLP2047: `# DLP2047: what speaks of databases stands in the block of an API

\`select\` on tables, row filters, \`without where\`, \`lookup by equality\` and \`declassify\` are about a database. Of an API, a policy names methods and paths, or
operations.

\`\`\`dlp error=DLP2047
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.email

policy support for "support" in caller.groups {
  on billing {
    allow select on Customer
    mask pii with hash
  }
}
\`\`\`

## How to mend it

Name the requests that are meant.

\`\`\`dlp
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.email

policy support for "support" in caller.groups {
  on billing {
    allow GET "/v1/customers/{id}"
    mask pii with hash
  }
}
\`\`\`
`,
  DLP2048: `# DLP2048: what speaks of APIs stands in the block of a database

Methods, paths and operations are those of an API. Of a database, a policy names actions and tables.

\`\`\`dlp error=DLP2048
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow GET "/v1/customers/{id}"
  }
}
\`\`\`

## How to mend it

Name the actions and tables that are meant.

\`\`\`dlp
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}
\`\`\`
`,
  DLP2049: `# DLP2049: a path into JSON stands behind a field of an API

A path behind \`.$\` leads into a JSON column of a database. The fields of an API have names of their own, since its document
describes them.

\`\`\`dlp error=DLP2049
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.address.$.street
\`\`\`

## How to mend it

Name the field by the names of its properties.

\`\`\`dlp
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.address.street
\`\`\`
`,
  DLP2050: `# DLP2050: a pattern matches no field

A \`classify\` that labels nothing protects nothing. A star stands for any part of one name: \`billing.*.email\` is the email of every schema and
operation, and \`billing.Email.*\` all of a schema that is no object.

\`\`\`dlp error=DLP2050
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.*_mail
\`\`\`

## How to mend it

Write a pattern that matches the names of the document.

\`\`\`dlp
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.*mail
\`\`\`
`,
  DLP2051: `# DLP2051: a path is malformed

A path begins with a slash, has no query and no fragment, and its parameters stand in braces, with text between two of them.

\`\`\`dlp error=DLP2051
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.email

policy support for "support" in caller.groups {
  on billing {
    allow GET "v1/customers/{id}"
    mask pii with hash
  }
}
\`\`\`

## How to mend it

Write the path as the document does.

\`\`\`dlp
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.email

policy support for "support" in caller.groups {
  on billing {
    allow GET "/v1/customers/{id}"
    mask pii with hash
  }
}
\`\`\`
`,
  DLP2052: `# DLP2052: neither a label nor a field has this name

A \`mask\` or \`reveal\` names a label, such as \`pii.contact\`, or a field by the schema or operation in which it is written, such as \`Customer.email\`.

\`\`\`dlp error=DLP2052
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.email

policy support for "support" in caller.groups {
  on billing {
    allow GET "/v1/customers/{id}"
    mask Custmer.email with hash
  }
}
\`\`\`

## How to mend it

Name a label, or a field by its schema.

\`\`\`dlp
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.email

policy support for "support" in caller.groups {
  on billing {
    allow GET "/v1/customers/{id}"
    mask pii with hash
  }
}
\`\`\`
`,
  DLP2054: `# DLP2054: a request to a database

The case sends a request over HTTP to a source that is a database. Requests are asked of an \`api\`.

\`\`\`dlp error=DLP2054
database crm from "schema/crm.sql"

test "nobody reads" {
  as { kind: human }
  http crm GET "/v1/customers" => deny
}
\`\`\`

## How to mend it

Name the API that is meant, or ask the database by \`sql\`.

\`\`\`dlp
api billing from "schema/billing.openapi.yaml"

test "nobody reads" {
  as { kind: human }
  http billing GET "/v1/customers" => deny
}
\`\`\`
`,
  DLP2060: `# DLP2060: an actor without a subject

\`actor\` says who acts for the caller. Whoever acts has a subject: a token whose \`act\` names none opens no session. A test that leaves it out, or empty, would be about nobody.

\`\`\`dlp error=DLP2060
database crm from "schema/crm.sql"

policy support for "support" in caller.groups and not "agents" in caller.actor.groups {
  on crm {
    allow select on customers
  }
}

test "agents of software do not read customers" {
  as { kind: human, groups: ["support"], actor: { groups: ["agents"] } }
  sql crm "select id from customers" => deny
}
\`\`\`

## How to mend it

Say who it is. Where nobody acts for the caller, leave \`actor\` out.

\`\`\`dlp
database crm from "schema/crm.sql"

policy support for "support" in caller.groups and not "agents" in caller.actor.groups {
  on crm {
    allow select on customers
  }
}

test "agents of software do not read customers" {
  as { kind: human, groups: ["support"], actor: { sub: "assistant", groups: ["agents"] } }
  sql crm "select id from customers" => deny
}
\`\`\`
`,
  DLP2070: `# DLP2070: unknown detector

A classification, or the mask \`replace\`, names a detector that is not declared.

\`\`\`dlp error=DLP2070
database crm from "schema/profiles.sql"

label pii { contact pan }

detector card_number = /\\b\\d(?:[ -]?\\d){12,18}\\b/ where luhn

classify pii.pan values matching card_numbr in crm.people.note
\`\`\`

## How to mend it

Write the name as it is declared, or declare the detector.

\`\`\`dlp
database crm from "schema/profiles.sql"

label pii { contact pan }

detector card_number = /\\b\\d(?:[ -]?\\d){12,18}\\b/ where luhn

classify pii.pan values matching card_number in crm.people.note
\`\`\`
`,
  DLP2071: `# DLP2071: unknown validator

A validator tells a genuine value from other characters of the same form. There are \`luhn\` for payment cards, \`iban\` for bank
accounts, \`ssn\` for social security numbers and \`aba\` for routing numbers of the United States, and \`ipv4\` for addresses.

\`\`\`dlp error=DLP2071
database crm from "schema/profiles.sql"

label pii { contact pan }

detector card_number = /\\b\\d{16}\\b/ where mod10

classify pii.pan values matching card_number in crm.people.note
\`\`\`

## How to mend it

Use one of them, or leave \`where\` out: then the form alone decides.

\`\`\`dlp
database crm from "schema/profiles.sql"

label pii { contact pan }

detector card_number = /\\b\\d{16}\\b/ where luhn

classify pii.pan values matching card_number in crm.people.note
\`\`\`
`,
  DLP2072: `# DLP2072: detector declared twice

Two detectors have one name, so a classification could mean either.

\`\`\`dlp error=DLP2072
database crm from "schema/profiles.sql"

label pii { contact pan }

detector digits = /\\d{4,}/
detector digits = /\\d{8,}/

classify pii.pan values matching digits in crm.people.note
\`\`\`

## How to mend it

Give one of them another name.

\`\`\`dlp
database crm from "schema/profiles.sql"

label pii { contact pan }

detector digits = /\\d{4,}/
detector many_digits = /\\d{8,}/

classify pii.pan      values matching digits in crm.people.note
classify pii.contact  values matching many_digits in crm.people.note
\`\`\`
`,
  DLP2380: `# DLP2380: a table whose partitions are chosen by a column that is masked

PostgreSQL reads a partitioned table partition by partition. Whoever sees the column masked by which rows are put there still gets the rows in that order
unless the statement sorts them, and of two rows that fail in two ways, gets the error of the one that comes first. So the order of rows can tell
which of them lie in one partition, and with the partitions' definitions, which everybody may read, something of the value. A mask cannot help
it: the proxy would have to sort every read of the table by all that the caller sees.

What the proxy can refuse it does: a partition by itself, \`tableoid\`, and writes by which a row could move.

\`\`\`dlp warning=DLP2380
database crm from "schema/crm.sql"

label pii { contact national_id moment }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn
classify pii.moment       crm.orders.placed_at

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
  }
}
\`\`\`

## How to mend it

Partition by a column that is no secret: a number, or the day on which the row was made where that is open. Or reveal the column.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii { contact national_id moment }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn
classify pii.moment       crm.orders.placed_at

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    reveal pii.moment
  }
}
\`\`\`
`,
  DLP3001: `# DLP3001: no such mask

\`mask … with\` and \`mask default with\` name one of the masks that there are.

\`\`\`dlp error=DLP3001
database crm from "schema/crm.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
    mask pii with redcat
  }
}
\`\`\`

## How to mend it

Correct the name.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
    mask pii with redact
  }
}
\`\`\`
`,
  DLP3002: `# DLP3002: too many or too few arguments

The mask takes another number of arguments. A mask without arguments is written without parentheses.

\`\`\`dlp error=DLP3002
database crm from "schema/crm.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
    mask pii.national_id with keep_last
  }
}
\`\`\`

## How to mend it

Write the mask with its arguments.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
    mask pii.national_id with keep_last(4)
  }
}
\`\`\`
`,
  DLP3003: `# DLP3003: an argument of the wrong type

An argument is a number where the mask needs a text, or a text where it needs a number, a regular expression or the name of a detector.

\`\`\`dlp error=DLP3003
database crm from "schema/crm.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
    mask pii.national_id with keep_last("4")
  }
}
\`\`\`

## How to mend it

Write a number without quotes, and a text in double quotes.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
    mask pii.national_id with keep_last(4)
  }
}
\`\`\`
`,
  DLP3004: `# DLP3004: an argument out of range

The argument is one with which the mask would make no sense, such as a number out of its range (keeping no character at all is \`redact\`), or a
text that is none of those it knows, such as a unit of time that there is not.

\`\`\`dlp error=DLP3004
database crm from "schema/crm.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
    mask pii.national_id with keep_last(0)
  }
}
\`\`\`

## How to mend it

Choose an argument that the hint names, or another mask.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
    mask pii.national_id with redact
  }
}
\`\`\`
`,
  DLP3005: `# DLP3005: the mask does not fit the column

A mask has the type of the column that it stands for, so that no program that reads the column breaks. This one cannot be
made of that type: there are no last four characters of a number, and eleven characters do not hold twenty.

The mask is only checked for columns where it decides. Where the same policy says something more specific of a column, that
counts.

\`\`\`dlp error=DLP3005
database crm from "schema/crm.sql"

label sales_figure

classify sales_figure crm.orders.total

policy support for "support" in caller.groups {
  on crm {
    allow select on orders
    mask sales_figure with keep_last(2)
  }
}
\`\`\`

## How to mend it

Use one of the masks that fit, which the hint lists, or mask the column by a statement of its own.

\`\`\`dlp
database crm from "schema/crm.sql"

label sales_figure

classify sales_figure crm.orders.total

policy support for "support" in caller.groups {
  on crm {
    allow select on orders
    mask sales_figure with null
  }
}
\`\`\`
`,
  DLP3006: `# DLP3006: not a condition

A condition is true or false. A string, a number, a kind or a set by itself is neither; nor can \`and\`, \`or\` and \`not\` join
them.

\`\`\`dlp error=DLP3006
database crm from "schema/crm.sql"

policy support for "support" {
  on crm {
    allow select on customers
  }
}
\`\`\`

## How to mend it

Say what is asked of it. For a group of the identity provider, that is \`in caller.groups\`.

\`\`\`dlp
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}
\`\`\`
`,
  DLP3007: `# DLP3007: types that cannot be compared

\`==\`, \`!=\` and \`in\` compare like with like: strings with strings, kinds of caller with kinds, numbers with numbers. Two
things of different types are never equal, so the comparison can only be a mistake.

\`\`\`dlp error=DLP3007
database crm from "schema/crm.sql"

policy pipeline for caller.kind == "service" {
  on crm {
    allow select on orders
  }
}
\`\`\`

## How to mend it

Bring both sides to one type. A kind of caller stands without quotes.

\`\`\`dlp
database crm from "schema/crm.sql"

policy pipeline for caller.kind == service {
  on crm {
    allow select on orders
  }
}
\`\`\`
`,
  DLP3008: `# DLP3008: \`in\` needs something with members

On the right of \`in\` stands \`caller.groups\` or a list.

\`\`\`dlp error=DLP3008
database crm from "schema/crm.sql"

policy pipeline for caller.sub in "nightly-enrich" {
  on crm {
    allow select on orders
  }
}
\`\`\`

## How to mend it

Put the values in brackets, or compare one value with \`==\`.

\`\`\`dlp
database crm from "schema/crm.sql"

policy pipeline for caller.sub in ["nightly-enrich"] {
  on crm {
    allow select on orders
  }
}
\`\`\`
`,
  DLP3009: `# DLP3009: only integers have an order

\`<\`, \`<=\`, \`>\` and \`>=\` compare integers. Strings have no order here: which of two comes first depends on a language and its
alphabet, and no policy should.

\`\`\`dlp error=DLP3009
database crm from "schema/crm.sql"

policy pipeline for caller.sub >= "job-" {
  on crm {
    allow select on orders
  }
}
\`\`\`

## How to mend it

List the strings that are meant, or let the identity provider put these callers into a group.

\`\`\`dlp
database crm from "schema/crm.sql"

policy pipeline for "jobs" in caller.groups {
  on crm {
    allow select on orders
  }
}
\`\`\`
`,
  DLP3010: `# DLP3010: something without fields

Only \`caller\` has fields.

\`\`\`dlp error=DLP3010
database crm from "schema/crm.sql"

policy support for "support" in caller.groups.names {
  on crm {
    allow select on customers
  }
}
\`\`\`

## How to mend it

Drop what follows the field.

\`\`\`dlp
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}
\`\`\`
`,
  DLP3011: `# DLP3011: a root by itself

\`caller\`, \`task\` and \`hint\` have fields; by themselves they are no values, and neither is \`caller.claims\`.

\`\`\`dlp error=DLP3011
database crm from "schema/crm.sql"

policy staff for caller {
  on crm {
    allow select on customers
  }
}
\`\`\`

## How to mend it

Read a field. Who is meant to be anybody has the condition \`true\`.

\`\`\`dlp
database crm from "schema/crm.sql"

policy staff for caller.kind == human {
  on crm {
    allow select on customers
  }
}
\`\`\`
`,
  DLP3012: `# DLP3012: sets and lists cannot be compared

\`caller.groups\` and lists are asked for their members. Whether two of them are equal would depend on every group that the
identity provider adds one day.

\`\`\`dlp error=DLP3012
database crm from "schema/crm.sql"

policy support for caller.groups == ["support"] {
  on crm {
    allow select on customers
  }
}
\`\`\`

## How to mend it

Ask for the member that counts.

\`\`\`dlp
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}
\`\`\`
`,
  DLP3013: `# DLP3013: the group must be a string in the policy

Which groups a policy depends on has to be known when it is compiled: only then can the compiler say who may see a
column, and whether two policies can meet.

\`\`\`dlp error=DLP3013
database crm from "schema/crm.sql"

policy own for caller.sub in caller.groups {
  on crm {
    allow select on orders
  }
}
\`\`\`

## How to mend it

Write the group's name.

\`\`\`dlp
database crm from "schema/crm.sql"

policy own for "owners" in caller.groups {
  on crm {
    allow select on orders
  }
}
\`\`\`
`,
  DLP3014: `# DLP3014: a list of unlike things

All items of a list have one type, that of the first.

\`\`\`dlp error=DLP3014
database crm from "schema/crm.sql"

policy jobs for caller.sub in ["nightly-enrich", 7] {
  on crm {
    allow select on orders
  }
}
\`\`\`

## How to mend it

Write them all in the same way. A string stands in double quotes, also where it is a number.

\`\`\`dlp
database crm from "schema/crm.sql"

policy jobs for caller.sub in ["nightly-enrich", "7"] {
  on crm {
    allow select on orders
  }
}
\`\`\`
`,
  DLP3015: `# DLP3015: a condition that is too large

A group stands for its condition, so groups that are made of groups can make a condition grow much faster than its text.
With every group written out, a condition has at most 10000 parts and 200 levels.

\`\`\`dlp error=DLP3015
group a = "a" in caller.groups or "b" in caller.groups
group b = a and a and a and a
group c = b or b or b or b
group d = c and c and c and c
group e = d or d or d or d
group f = e and e and e and e
group g = f or f or f or f
\`\`\`

## How to mend it

Say it once. Where a set of callers cannot be described in few words, the identity provider is the place to name it.

\`\`\`dlp
group a = "a" in caller.groups or "b" in caller.groups
group b = a
\`\`\`
`,
  DLP3016: `# DLP3016: a claim that may be absent

A condition is true or false for every caller. What an absent claim would be compared as nobody can guess.

\`\`\`dlp error=DLP3016
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for caller.claims.clearance >= 2 {
  on crm {
    allow select on customers
  }
}
\`\`\`

## How to mend it

Say with \`??\` what counts where the claim is absent; or, if every identity carries it, declare it without \`?\`: then who lacks it is
refused.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for (caller.claims.clearance ?? 0) >= 2 {
  on crm {
    allow select on customers
  }
}
\`\`\`
`,
  DLP3017: `# DLP3017: a fallback that is never used

\`??\` says what counts where a claim is absent. What stands before it always is there.

\`\`\`dlp error=DLP3017
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
}

database crm from "schema/crm.sql"

policy desk for (caller.claims.department ?? "none") == "support" {
  on crm {
    allow select on customers
  }
}
\`\`\`

## How to mend it

Leave it out, or declare the claim with \`?\`.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department?: string
}

database crm from "schema/crm.sql"

policy desk for (caller.claims.department ?? "none") == "support" {
  on crm {
    allow select on customers
  }
}
\`\`\`
`,
  DLP3018: `# DLP3018: two fields compared

Policies are compared with each other when they are compiled: whether two can apply to one caller, who sees what. That can be answered
exactly as long as all values that matter stand in the policies.

\`\`\`dlp error=DLP3018
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim owner: string
}

database crm from "schema/crm.sql"

policy desk for caller.sub == caller.claims.owner {
  on crm {
    allow select on customers
  }
}
\`\`\`

## How to mend it

Name the values that are meant, or let the identity provider put these callers into a group.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim owner: string
}

database crm from "schema/crm.sql"

policy desk for caller.claims.owner in ["amara", "jun"] {
  on crm {
    allow select on customers
  }
}
\`\`\`
`,
  DLP3019: `# DLP3019: a hint that gives

\`hint\` is what a client says of itself. Nobody vouches for it, so that whoever says the right thing would get what depends on it.
Therefore a policy that reads it, be it through a group, may only take away: no \`allow\`, no \`reveal\`, and no mask that shows more
than what is shown where no policy speaks.

\`\`\`dlp error=DLP3019
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.email

policy backup for hint.application_name == "backup" {
  on crm {
    allow select on customers
  }
}
\`\`\`

## How to mend it

Ask for something that is vouched for, such as \`task.name\`, a group or a claim; or turn it round, and deny.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.email

policy backup for "backup" in caller.groups {
  on crm {
    allow select on customers
  }
}

policy others for hint.application_name != "backup" {
  on crm {
    deny select on orders
  }
}
\`\`\`
`,
  DLP3020: `# DLP3020: a window that is empty

This window ends when it starts, so that no time is in it, or every time: a reader could take it for either.

\`\`\`dlp error=DLP3020
database crm from "schema/crm.sql"

policy desk for now in 09:00..09:00 "UTC" {
  on crm {
    allow select on customers
  }
}
\`\`\`

## How to mend it

Write the end that is meant. The end is outside; the whole day is \`00:00..24:00\`.

\`\`\`dlp
database crm from "schema/crm.sql"

policy desk for now in 09:00..10:00 "UTC" {
  on crm {
    allow select on customers
  }
}
\`\`\`
`,
  DLP3021: `# DLP3021: an expression that cannot be matched safely

The expressions of detectors mean the same wherever they run, and take time in proportion to the text, whatever the text is. So they are made of
characters, classes such as \`[A-Z]\`, \`\\d\`, \`\\w\`, \`\\s\` (of ASCII) and \`.\` (all but a line feed), groups, \`|\`, the quantifiers \`*\`, \`+\`, \`?\`, \`{2,5}\`, and \`^\`, \`$\`, \`\\b\`, \`\\B\`. Back references, lookaround and lazy
quantifiers are none of these; nor may an expression match the empty string, or be so large that its automaton needs more than a bounded
amount of memory. Of the matches that start first, the longest counts.

\`\`\`dlp error=DLP3021
database crm from "schema/profiles.sql"

label pii { contact pan }

detector quoted = /(["']).*\\1/

classify pii.pan values matching quoted in crm.people.note
\`\`\`

## How to mend it

Say what may stand there without what is refused; the message and its hint tell the place.

\`\`\`dlp
database crm from "schema/profiles.sql"

label pii { contact pan }

detector quoted = /"[^"]*"|'[^']*'/

classify pii.pan values matching quoted in crm.people.note
\`\`\`
`,
  DLP3022: `# DLP3022: a validator without a bound

\`4111 1111 1111 1111 123\` matches thirteen to nineteen digits as a whole and is no card number, though a part of it is. So where a validator refuses a match, its parts
are tried, and matches must be short enough for that: at most 80 characters.

\`\`\`dlp error=DLP3022
database crm from "schema/profiles.sql"

label pii { contact pan }

detector card_number = /\\d[\\d -]+/ where luhn

classify pii.pan values matching card_number in crm.people.note
\`\`\`

## How to mend it

Give the repetition an upper bound.

\`\`\`dlp
database crm from "schema/profiles.sql"

label pii { contact pan }

detector card_number = /\\b\\d(?:[ -]?\\d){12,18}\\b/ where luhn

classify pii.pan values matching card_number in crm.people.note
\`\`\`
`,
  DLP3023: `# DLP3023: values in what is no text

Detectors look at columns of text and of JSON, and at arrays of these. Numbers and dates are no texts.

\`\`\`dlp error=DLP3023
database crm from "schema/profiles.sql"

label pii { contact pan }

detector year = /\\b19\\d\\d\\b/

classify pii values matching year in crm.people.born
\`\`\`

## How to mend it

Give the column, or a path inside of it, the label itself.

\`\`\`dlp
database crm from "schema/profiles.sql"

label pii { contact pan }

classify pii crm.people.born
\`\`\`
`,
  DLP3024: `# DLP3024: a path into what is no JSON

Only \`json\` and \`jsonb\` have paths inside. A text that happens to hold JSON is a text.

\`\`\`dlp error=DLP3024
database crm from "schema/profiles.sql"

label pii { contact pan }

classify pii.contact crm.people.note.$.email
\`\`\`

## How to mend it

Name the column, or the column that does hold JSON.

\`\`\`dlp
database crm from "schema/profiles.sql"

label pii { contact pan }

classify pii.contact crm.people.profile.$.email
\`\`\`
`,
  DLP3025: `# DLP3025: a mask of a path without a label

A \`mask\` or \`reveal\` of a path says what somebody sees in place of labelled values. Where no \`classify\` labels that very path, everyone else
sees it as it is.

\`\`\`dlp error=DLP3025
database crm from "schema/profiles.sql"

label pii { contact pan }

classify pii.contact crm.people.profile.$.contact.email

policy desk for caller.kind == human {
  on crm {
    allow select on people
    mask people.profile.$.email with email
  }
}
\`\`\`

## How to mend it

Write the path as it is classified, or classify it.

\`\`\`dlp
database crm from "schema/profiles.sql"

label pii { contact pan }

classify pii.contact crm.people.profile.$.contact.email

policy desk for caller.kind == human {
  on crm {
    allow select on people
    mask people.profile.$.contact.email with email
  }
}
\`\`\`
`,
  DLP3026: `# DLP3026: a path without steps, or with too many

A path into JSON leads somewhere inside of the document, by at most 16 steps.

\`\`\`dlp error=DLP3026
database crm from "schema/profiles.sql"

label pii { contact pan }

classify pii crm.people.profile.$
\`\`\`

## How to mend it

For the whole document, name the column alone.

\`\`\`dlp
database crm from "schema/profiles.sql"

label pii { contact pan }

classify pii crm.people.profile
\`\`\`
`,
  DLP3040: `# DLP3040: a statement about a view that its source decides

A view is read through its definition, and every labelled column is masked where it is stored. So a column of a view that is
computed from a labelled one shows what is computed from the mask, or from the value where a policy reveals it. A \`mask\` or
\`reveal\` of the view's own column would change nothing, however much it looks like a protection.

\`\`\`dlp error=DLP3040
database crm from "schema/derived.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on customer_contacts
    reveal customer_contacts.email
  }
}
\`\`\`

## How to mend it

Say it of the column that the view's is computed from. The editor offers it.

\`\`\`dlp
database crm from "schema/derived.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on customers, customer_contacts
    reveal customers.email
  }
}
\`\`\`
`,
  DLP3041: `# DLP3041: a view's column that carries the label anyway

Labels flow: a view's column carries the labels of what it is computed from, through views over views. The values are
masked where they are stored. To put the same label on the view's column by name has it masked there as well, after
everything else: a hash of a hash, which joins with nothing.

\`\`\`dlp warning=DLP3041
database crm from "schema/derived.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email, crm.customer_contacts.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on customers, customer_contacts
  }
}
\`\`\`

## How to mend it

Leave the view's column out.

\`\`\`dlp
database crm from "schema/derived.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on customers, customer_contacts
  }
}
\`\`\`
`,
  DLP3042: `# DLP3042: a stored column of unknown origin

A generated column, a column of a materialized view and a table that a query filled hold values that were computed from others,
and carry their labels. Where the definition calls a function that the schema brings, or holds something else that is
not understood, nobody can tell what the values were computed from. Then the column carries the labels of everything that the
definition reads. Those may be too many; and where a function reads other tables, too few.

\`\`\`dlp warning=DLP3042
database crm from "schema/scores.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on customers, customer_scores
  }
}
\`\`\`

## How to mend it

Allow what reads the tables instead, such as a view, which is masked where it reads. Where the stored column is needed, look at what
the function does: add the labels that are missing with \`classify\`, and \`reveal\` the column by name where its labels are too many.
The warning stays, since the compiler cannot know it.

\`\`\`dlp
database crm from "schema/derived.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on customers, customer_contacts
  }
}
\`\`\`
`,
  DLP3060: `# DLP3060: a row filter that is no SQL

Behind \`where\` stands a condition in SQL: one expression, as PostgreSQL reads it, and nothing behind it.

\`\`\`dlp error=DLP3060
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where region = 'north' and
  }
}
\`\`\`

## How to mend it

Write one whole expression.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where region = 'north'
  }
}
\`\`\`
`,
  DLP3061: `# DLP3061: a row filter that two parsers read in two ways

A row filter is read by PostgreSQL's own parser and by a second one, which knows where each part stands. Where the two disagree, a reader of the policy could be
mistaken as easily, so that nothing is guessed.

\`\`\`dlp error=DLP3061
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where region = E'nor\\'th'
  }
}
\`\`\`

## How to mend it

Write it more plainly: a quote inside of a text is doubled.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where region = 'nor''th'
  }
}
\`\`\`
`,
  DLP3062: `# DLP3062: SQL that has no place in a row filter

A row filter must not raise an error for any row that could be stored: an error would tell about rows that the caller may not see. So it has the operators of which that is known,
and no others: no arithmetic, no casts but to text, no functions that can fail or that depend on the session.

\`\`\`dlp error=DLP3062
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where lower(region) = 'north'
  }
}
\`\`\`

## How to mend it

Compare the column as it is stored. What has to be computed can be a generated column of the table.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where region in ('north', 'North')
  }
}
\`\`\`
`,
  DLP3063: `# DLP3063: a subquery in a row filter

A row filter looks at one row. What another table holds is not known to the policy, and could be changed by those whom the filter is for.

\`\`\`dlp error=DLP3063
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where customer_id in (select id from customers where name = caller.sub)
  }
}
\`\`\`

## How to mend it

Let the identity carry what the subquery would look up, as a claim.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where region = caller.claims.department
  }
}
\`\`\`
`,
  DLP3064: `# DLP3064: a row filter that is neither true nor false

A row filter is a condition. A column is one by itself only if it is a boolean.

\`\`\`dlp error=DLP3064
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where region
  }
}
\`\`\`

## How to mend it

Compare it.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where region is not null
  }
}
\`\`\`
`,
  DLP3065: `# DLP3065: two types that do not compare

Values of two types are not converted to each other: what a conversion makes of a stored value is not always what the author meant, and it could fail.

\`\`\`dlp error=DLP3065
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where id = caller.claims.department
  }
}
\`\`\`

## How to mend it

Compare texts with texts and numbers with numbers. \`::text\` makes a text of an integer, a \`numeric\`, a \`uuid\`, a boolean or an enum.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where id::text = caller.claims.department
  }
}
\`\`\`
`,
  DLP3066: `# DLP3066: a type that an operator does not take

Texts have no order that is the same on every server; JSON and the like have no comparison that cannot fail. A set of texts holds a text or does not: it is not equal to one.

\`\`\`dlp error=DLP3066
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where region > 'm'
  }
}
\`\`\`

## How to mend it

Use an operator that the type has.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where region in ('north', 'west')
  }
}
\`\`\`
`,
  DLP3067: `# DLP3067: a literal that is no value of the type

A text beside a date, a timestamp, a \`uuid\` or an enum is read as one. Dates and times are written as in ISO 8601, a timestamp with time zone with its offset; an enum has the values of the schema.

\`\`\`dlp error=DLP3067
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where placed_at >= '1 January 2026'
  }
}
\`\`\`

## How to mend it

Write a value of the type.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where placed_at >= '2026-01-01'
  }
}
\`\`\`
`,
  DLP3068: `# DLP3068: an optional claim in a row filter

A claim that an identity may lack is NULL where it is absent, and what a comparison with NULL does is easily misread.

\`\`\`dlp error=DLP3068
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where id > caller.claims.clearance
  }
}
\`\`\`

## How to mend it

Say with \`coalesce\` what counts where the claim is absent.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where id > coalesce(caller.claims.clearance, 0)
  }
}
\`\`\`
`,
  DLP3069: `# DLP3069: a hint in a row filter

\`hint\` is what the client says of itself. A filter that compares with it would let the client choose its rows.

\`\`\`dlp error=DLP3069
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where region = hint.application_name
  }
}
\`\`\`

## How to mend it

Compare with what the identity vouches for.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where region = caller.claims.department
  }
}
\`\`\`
`,
  DLP3070: `# DLP3070: a row filter that is too large

A row filter is read by two parsers, checked and written into statements. It has at most 4096 characters, and as many levels as anybody can read.

\`\`\`dlp error=DLP3070
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter
      orders
      where not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not region = 'north'
  }
}
\`\`\`

## How to mend it

Say it more shortly, or in several filters: where more than one applies, all must hold.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where region = 'north'
  }
}
\`\`\`
`,
  DLP3071: `# DLP3071: a row filter on a view

Rows are filtered where they are stored: a view shows the rows that its tables show.

\`\`\`dlp error=DLP3071
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter customer_names where id > 100
  }
}
\`\`\`

## How to mend it

Filter the table that the view reads.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter customers where id > 100
  }
}
\`\`\`
`,
  DLP3072: `# DLP3072: a comparison with NULL

A comparison with NULL is never true: the filter would show no row.

\`\`\`dlp error=DLP3072
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where region = null
  }
}
\`\`\`

## How to mend it

Ask \`is null\`.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
  claim clearance?: int
}

database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    filter orders where region is null
  }
}
\`\`\`
`,
  DLP3080: `# DLP3080: a column of this type cannot be looked up

\`lookup by equality\` compares what is stored with what a caller sends. That is done where the server compares by an equality of its own which fails for no
stored value: texts, whole numbers, uuids, bytes, dates and times, network addresses. It is not done for numbers with fractions,
whose comparison with a number of another kind can fail, for enums and booleans, of which a few questions would tell every value, for arrays,
documents, \`citext\` and domains.

\`\`\`dlp error=DLP3080
database crm from "schema/crm.sql"

label sales_figure

classify sales_figure crm.orders.total

policy support for "support" in caller.groups {
  on crm {
    allow select on orders
    mask sales_figure with bucket(100), lookup by equality
  }
}
\`\`\`

## How to mend it

Leave it out; or, where a label is on columns of several types, name those for which it is meant in a statement of their own.

\`\`\`dlp
database crm from "schema/crm.sql"

label sales_figure

classify sales_figure crm.orders.total

policy support for "support" in caller.groups {
  on crm {
    allow select on orders
    mask sales_figure with bucket(100)
  }
}
\`\`\`
`,
  DLP3081: `# DLP3081: a part of values cannot be looked up

\`lookup by equality\` compares whole values. What a path into JSON leads to, or what a detector finds within a text, is a part of one; and where a
part of a column carries a label of its own, the whole would tell of it.

\`\`\`dlp error=DLP3081
database crm from "schema/crm.sql"

label pii { contact }

detector mail = /[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+/

classify pii.contact  crm.customers.email
classify pii.contact  values matching mail in crm.orders.note

policy support for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    mask pii.contact with redact, lookup by equality
  }
}
\`\`\`

## How to mend it

Name the columns for which it is meant; what names the label goes on to hold for the parts.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii { contact }

detector mail = /[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+/

classify pii.contact  crm.customers.email
classify pii.contact  values matching mail in crm.orders.note

policy support for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    mask pii.contact with redact
    mask customers.email with redact, lookup by equality
  }
}
\`\`\`
`,
  DLP4001: `# DLP4001: two statements of one policy contradict each other

One policy treats one column in two ways, and neither statement is more specific than the other. Statements have no order,
so nothing decides between them. A statement about a column is more specific than one about a label, and one about a label
more specific than one about its parent.

\`\`\`dlp error=DLP4001
database crm from "schema/crm.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
    mask pii.national_id with keep_last(4)
    mask pii.national_id with hash
  }
}
\`\`\`

## How to mend it

Keep one of the two, or say one of them of something more specific.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
    mask pii with hash
    mask pii.national_id with keep_last(4)
  }
}
\`\`\`
`,
  DLP4002: `# DLP4002: two treatments that cannot be ordered

Where several policies apply to a caller, or a column carries several labels, the treatment that reveals least wins. These
two reveal equally much and differ, and there is a caller who gets both; the hint shows one. The compiler decides that
exactly: where two policies can never apply to one caller, or something that reveals less always wins, there is no
conflict.

\`\`\`dlp error=DLP4002
database crm from "schema/crm.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers
    mask pii.national_id with keep_last(4)
  }
}

policy audit for "auditors" in caller.groups {
  on crm {
    allow select on customers
    mask pii.national_id with keep_first(3)
  }
}
\`\`\`

## How to mend it

Use one mask in both places, use masks of which one reveals less, or make the conditions exclude each other.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy desk for "support" in caller.groups and not "auditors" in caller.groups {
  on crm {
    allow select on customers
    mask pii.national_id with keep_last(4)
  }
}

policy audit for "auditors" in caller.groups {
  on crm {
    allow select on customers
    mask pii.national_id with keep_first(3)
  }
}
\`\`\`
`,
  DLP4003: `# DLP4003: a policy that never applies

No caller can meet the policy's condition, so nothing in it ever holds: neither what it allows nor what it denies or masks.

\`\`\`dlp error=DLP4003
database crm from "schema/crm.sql"

policy pipeline for caller.kind == service and caller.kind == human {
  on crm {
    allow select on orders
  }
}
\`\`\`

## How to mend it

Mend the condition, or remove the policy.

\`\`\`dlp
database crm from "schema/crm.sql"

policy pipeline for caller.kind == service {
  on crm {
    allow select on orders
  }
}
\`\`\`
`,
  DLP4004: `# DLP4004: a group that nobody can be in

No caller can meet the group's condition. What is said of the group is said of nobody.

\`\`\`dlp warning=DLP4004
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.{email, ssn}

group on_call = caller.sub == "ada" and caller.sub == "grace"
group support = "support" in caller.groups

policy desk for support or on_call {
  on crm {
    allow select on customers, orders
  }
}
\`\`\`

## How to mend it

Mend the condition. For one of several callers, write \`or\`, or a list.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.{email, ssn}

group on_call = caller.sub in ["ada", "grace"]
group support = "support" in caller.groups

policy desk for support or on_call {
  on crm {
    allow select on customers, orders
  }
}
\`\`\`
`,
  DLP4005: `# DLP4005: an allowance that is always denied

Whoever this policy allows something, a \`deny\` denies it to. \`deny\` wins over \`allow\` in any order, so the allowance has no
effect. The same is said of an operation of an API.

\`\`\`dlp warning=DLP4005
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.{email, ssn}

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    allow delete on orders
  }
}

policy nobody_deletes for true {
  on crm {
    deny delete on orders
  }
}
\`\`\`

## How to mend it

Drop the allowance, or narrow the denial to those whom it is meant for.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.{email, ssn}

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    allow delete on orders
  }
}

policy contractors_keep for "contractors" in caller.groups {
  on crm {
    deny delete on orders
  }
}
\`\`\`
`,
  DLP4006: `# DLP4006: a reveal wider than its policy allows

The policy reveals values in a table that it allows nobody to read. By itself that shows nothing; but as soon as another policy
allows the same caller to read that table, the values are shown, and neither author meant it. So a policy reveals only
where it allows \`select\` as well.

Revealing a label reveals it in every column of the database that carries it. In the same way, a policy reveals fields of an API only where it allows, or has
approved, an operation that takes them or gives them.

\`\`\`dlp error=DLP4006
database crm from "schema/crm.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on orders
    reveal pii.contact
  }
}
\`\`\`

## How to mend it

Allow \`select\` there as well, or reveal only the columns that are meant.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    reveal pii.contact
  }
}
\`\`\`
`,
  DLP4007: `# DLP4007: a column without a label

\`mask\` and \`reveal\` speak of labelled columns. A column without a label is shown as it is to everyone who may read the
table, so there is nothing to reveal; and a mask would hide it from this policy's callers alone, which looks like a
protection and is none.

\`\`\`dlp error=DLP4007
database crm from "schema/crm.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
    mask customers.name with hash
  }
}
\`\`\`

## How to mend it

Give the column a label: then it is masked for everyone to whom no policy reveals it.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii { name contact national_id }

classify pii.name         crm.customers.name
classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
    mask customers.name with hash
  }
}
\`\`\`
`,
  DLP4008: `# DLP4008: a label that nothing carries

Neither the label nor one below it is attached to any column, so what policies say of it protects nothing.

\`\`\`dlp warning=DLP4008
database crm from "schema/crm.sql"

label pii { contact national_id }

classify pii.contact crm.customers.{email, ssn}

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
  }
}
\`\`\`

## How to mend it

Attach it with \`classify\`, or remove it.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email
classify pii.national_id  crm.customers.ssn

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
  }
}
\`\`\`
`,
  DLP4009: `# DLP4009: tables on which nothing is allowed

No policy allows anything on these tables. That is safe, since what nothing allows is denied to everyone; but it may be that a
policy was forgotten.

\`\`\`dlp warning=DLP4009
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.{email, ssn}

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}
\`\`\`

## How to mend it

Write the policy that was forgotten. Where nothing is meant to be allowed, leave the table out of the schema file: what the
schema does not know is denied as well.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.{email, ssn}

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
  }
}
\`\`\`
`,
  DLP4010: `# DLP4010: the proxy refuses this kind of relation

This version of the proxy judges statements on tables and views, materialized ones included. Foreign tables are refused to
every caller, whatever a policy allows: what reads them is code that was added to the server, which sends conditions of a statement to another one.

\`\`\`dlp warning=DLP4010
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.{email, ssn}

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders, card_network
  }
}
\`\`\`

## How to mend it

Leave it out; where callers need its rows, keep a copy of them in a table or a materialized view of the database, and allow that.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.{email, ssn}

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
  }
}
\`\`\`
`,
  DLP4011: `# DLP4011: columns that look sensitive

The names of these columns are ones that usually hold personal or secret values, and the columns carry no label. Whoever
may read the table sees them as they are. Fields of APIs are looked at too, where an operation takes them or gives them.

\`\`\`dlp warning=DLP4011
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.email

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
  }
}
\`\`\`

## How to mend it

Attach a label. Where a column only sounds sensitive, a label that policies \`reveal\` says so in the open.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.{email, ssn}

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
  }
}
\`\`\`
`,
  DLP4012: `# DLP4012: a statement that its parent table goes around

Reading a table reads the rows of its partitions, and of the tables that inherit from it. PostgreSQL asks for no right on these,
and the parent's columns are what a reader sees. So a \`deny\` on a partition, or a \`mask\` of a partition's column, does not
hold for whoever may read the parent.

Labels need no such care: a label on a column of a parent is on that column of every child, and the other way round.

\`\`\`dlp error=DLP4012
database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on orders
    deny select on orders_2026
  }
}
\`\`\`

## How to mend it

Say it of the parent, or allow the children one by one instead of the parent.

\`\`\`dlp
database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on orders
    deny update, delete on orders
  }
}
\`\`\`
`,
  DLP4013: `# DLP4013: a label that this database does not have

No column of the database carries the label, nor one below it, so the statement says nothing.

\`\`\`dlp warning=DLP4013
database crm from "schema/crm.sql"
database warehouse from "schema/warehouse.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email, warehouse.sales.leads.email, warehouse.archive.leads.email
classify pii.national_id  crm.customers.ssn

policy analysts for "analysts" in caller.groups {
  on crm {
    allow select on customers, orders
  }
  on warehouse {
    allow select on sales.leads, archive.leads
    mask pii.national_id with redact
  }
}
\`\`\`

## How to mend it

Say it of a label that the database has, or in the block of the database that was meant.

\`\`\`dlp
database crm from "schema/crm.sql"
database warehouse from "schema/warehouse.sql"

label pii { contact national_id }

classify pii.contact      crm.customers.email, warehouse.sales.leads.email, warehouse.archive.leads.email
classify pii.national_id  crm.customers.ssn

policy analysts for "analysts" in caller.groups {
  on crm {
    allow select on customers, orders
    mask pii.national_id with redact
  }
  on warehouse {
    allow select on sales.leads, archive.leads
  }
}
\`\`\`
`,
  DLP4014: `# DLP4014: conditions that are too many to compare

The compiler decides exactly whether a policy can apply, whether two can meet for one caller, and so on. For nearly all
conditions that takes no time; for a few, which mix many groups in every combination, no method is known that does not grow
beyond all bounds. What cannot be decided is not compiled.

\`\`\`dlp error=DLP4014
database crm from "schema/crm.sql"

policy pairs
  for (
      "a1" in caller.groups
      or "a2" in caller.groups
      or "a3" in caller.groups
      or "a4" in caller.groups
      or "a5" in caller.groups
      or "a6" in caller.groups
      or "a7" in caller.groups
      or "a8" in caller.groups
      or "a9" in caller.groups
      or "a10" in caller.groups
      or "a11" in caller.groups
      or "a12" in caller.groups
      or "a13" in caller.groups
      or "a14" in caller.groups
      or "a15" in caller.groups
      or "a16" in caller.groups
      or "a17" in caller.groups
      or "a18" in caller.groups
      or "a19" in caller.groups
    )
    and (
      ("a1" in caller.groups and "b1" in caller.groups)
      or ("a2" in caller.groups and "b2" in caller.groups)
      or ("a3" in caller.groups and "b3" in caller.groups)
      or ("a4" in caller.groups and "b4" in caller.groups)
      or ("a5" in caller.groups and "b5" in caller.groups)
      or ("a6" in caller.groups and "b6" in caller.groups)
      or ("a7" in caller.groups and "b7" in caller.groups)
      or ("a8" in caller.groups and "b8" in caller.groups)
      or ("a9" in caller.groups and "b9" in caller.groups)
      or ("a10" in caller.groups and "b10" in caller.groups)
      or ("a11" in caller.groups and "b11" in caller.groups)
      or ("a12" in caller.groups and "b12" in caller.groups)
      or ("a13" in caller.groups and "b13" in caller.groups)
      or ("a14" in caller.groups and "b14" in caller.groups)
      or ("a15" in caller.groups and "b15" in caller.groups)
      or ("a16" in caller.groups and "b16" in caller.groups)
      or ("a17" in caller.groups and "b17" in caller.groups)
      or ("a18" in caller.groups and "b18" in caller.groups)
      or ("a19" in caller.groups and "b19" in caller.groups)
    )
{
  on crm {
    allow select on customers
  }
}
\`\`\`

## How to mend it

Let the identity provider name the combination as one group, or write several policies with a simple condition each.

\`\`\`dlp
database crm from "schema/crm.sql"

policy pairs for "pairs" in caller.groups {
  on crm {
    allow select on customers
  }
}
\`\`\`
`,
  DLP4015: `# DLP4015: a policy that has expired

The last day of the policy, in UTC, is over: it applies to nobody any more. That is a warning, since files that compile today must
compile tomorrow; and what such a policy took away is no longer taken away either.

\`\`\`dlp warning=DLP4015
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.{email, ssn}

policy desk for true {
  on crm {
    allow select on customers, orders
  }
}

policy audit for "audit" in caller.groups until 2025-06-30 {
  on crm {
    reveal pii
    allow select on customers
  }
}
\`\`\`

## How to mend it

Remove it. If it is still needed, give it a later day.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.{email, ssn}

policy desk for true {
  on crm {
    allow select on customers, orders
  }
}

policy audit for "audit" in caller.groups until 2099-06-30 {
  on crm {
    reveal pii
    allow select on customers
  }
}
\`\`\`
`,
  DLP4016: `# DLP4016: a treatment that never decides

Of all treatments of a column that apply to a caller, the one that hides most wins. To everyone to whom this policy applies, something applies
that hides more: another policy, or what holds for another label of the same column. So nobody ever sees what this statement says.

\`\`\`dlp warning=DLP4016
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.{email, ssn}

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    reveal pii
  }
}

policy everyone for true {
  on crm {
    mask pii with keep_last(2)
  }
}
\`\`\`

## How to mend it

Drop the statement, or narrow the policy that hides more to those whom it is meant for.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.{email, ssn}

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    reveal pii
  }
}

policy others for not "support" in caller.groups {
  on crm {
    mask pii with keep_last(2)
  }
}
\`\`\`
`,
  DLP4030: `# DLP4030: a row filter that tells about a masked value

Which rows a caller sees is decided by the values that are stored. Where the caller sees one of these values masked, the rows themselves would tell about it: whoever counts them learns it.
So a filter reads a labelled column only if everybody to whom it applies sees that column as it is, the parts that a path or a detector leads to included.

\`\`\`dlp error=DLP4030
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.region

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers
    filter customers where region = 'north'
  }
}
\`\`\`

## How to mend it

Filter by a column without a label, or reveal this one to all callers of the policy. A detector that looks everywhere looks into columns without a label: give the column one of
its own, and reveal that.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.region

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers
    reveal customers.region
    filter customers where region = 'north'
  }
}
\`\`\`
`,
  DLP4031: `# DLP4031: a window in which nobody can approve

People need a minute at least, and after seven days nobody knows what was asked.

\`\`\`dlp error=DLP4031
database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    approve delete on orders by "dba" within 30s
  }
}
\`\`\`

## How to mend it

Give them between a minute and seven days.

\`\`\`dlp
database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    approve delete on orders by "dba" within 15m
  }
}
\`\`\`
`,
  DLP4032: `# DLP4032: a number of approvers that nobody can be

At least one person approves, and at most ten.

\`\`\`dlp error=DLP4032
database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    approve delete on orders by 0 of "dba" within 15m
  }
}
\`\`\`

## How to mend it

Ask for one person or more; without a number, it is one.

\`\`\`dlp
database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    approve delete on orders by 2 of "dba" within 15m
  }
}
\`\`\`
`,
  DLP4033: `# DLP4033: a group of approvers without a name

Nobody is a member of a group that has no name, so that nobody could approve.

\`\`\`dlp error=DLP4033
database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    approve delete on orders by "" within 15m
  }
}
\`\`\`

## How to mend it

Name a group of the identity provider.

\`\`\`dlp
database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    approve delete on orders by "dba" within 15m
  }
}
\`\`\`
`,
  DLP4034: `# DLP4034: a group of approvers that stands twice

Whoever is in one of the groups may approve, and counts once.

\`\`\`dlp error=DLP4034
database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    approve delete on orders by "dba", "dba" within 15m
  }
}
\`\`\`

## How to mend it

Name it once. For more people there is \`by 2 of …\`.

\`\`\`dlp
database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    approve delete on orders by 2 of "dba", "security" within 15m
  }
}
\`\`\`
`,
  DLP4035: `# DLP4035: a limit of nothing

A limit of 0 stops everything. A \`deny\` says the same, and to whom and what.

\`\`\`dlp error=DLP4035
database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    limit 0 rows per day
  }
}
\`\`\`

## How to mend it

Give a limit that lets something through, or deny.

\`\`\`dlp
database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    limit 1_000 rows per day
  }
}
\`\`\`
`,
  DLP4036: `# DLP4036: statements per statement

A statement is one statement: no limit on that is ever reached, but the one that stops everything.

\`\`\`dlp error=DLP4036
database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    limit 100 statements per statement
  }
}
\`\`\`

## How to mend it

Count statements over a time.

\`\`\`dlp
database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    limit 100 statements per minute
  }
}
\`\`\`
`,
  DLP4037: `# DLP4037: two levels of records in one policy

A policy says once what is recorded. Across the policies that apply to a caller, the one that records most counts.

\`\`\`dlp error=DLP4037
database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  record metadata
  record everything
  on crm {
    allow select on customers, orders
  }
}
\`\`\`

## How to mend it

Keep one.

\`\`\`dlp
database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  record everything
  on crm {
    allow select on customers, orders
  }
}
\`\`\`
`,
  DLP4038: `# DLP4038: \`without where\` of a command that has none to lack

\`deny … without where\` means an \`update\` or \`delete\` that would meet every row. \`select\` is bounded by limits, and \`insert\` has no \`where\`.

\`\`\`dlp error=DLP4038
database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    deny select on orders without where
  }
}
\`\`\`

## How to mend it

Say it of \`update\` and \`delete\`.

\`\`\`dlp
database crm from "schema/crm.sql"

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    deny update, delete on orders without where
  }
}
\`\`\`
`,
  DLP4045: `# DLP4045: operations that no policy speaks of

The document of the API has operations that no policy allows, has approved or denies. That is safe, since what nothing allows is denied to
everyone; but it may be that a policy was forgotten.

\`\`\`dlp warning=DLP4045
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.email

policy support for "support" in caller.groups {
  on billing {
    mask pii with hash
  }
}
\`\`\`

## How to mend it

Write the policy that was forgotten. Where nothing is meant to be allowed, a \`deny\` says so, and holds for the policies that are still to
come: \`deny DELETE "/v1/{rest}"\`.

\`\`\`dlp
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.email

policy support for "support" in caller.groups {
  on billing {
    allow GET "/v1/customers/{id}"
    mask pii with hash
  }
}
\`\`\`
`,
  DLP4046: `# DLP4046: a path with a parameter that is masked

A policy allows an operation, and all to whom it allows it see a parameter of the path masked. A value that its caller may not see is not taken
from that caller, since the answer would tell whether there is such a value; and no request of the operation goes without the parameter. So
every request is denied.

It happens most in [closed APIs](../apis.md#closed-apis), where a parameter that nobody has classified is masked.

\`\`\`dlp warning=DLP4046
api billing from "schema/billing.openapi.yaml" closed

policy support for "support" in caller.groups {
  on billing {
    allow GET "/v1/customers/{id}"
  }
}
\`\`\`

## How to mend it

Classify the parameter, and reveal its label to those who may ask.

\`\`\`dlp
api billing from "schema/billing.openapi.yaml" closed

label key

classify key billing.getCustomer.id, billing.Customer.id

policy support for "support" in caller.groups {
  on billing {
    allow GET "/v1/customers/{id}"
    reveal key
  }
}
\`\`\`
`,
  DLP5001: `# DLP5001: the schema cannot be read

The file that the \`database\` declaration names is not there, is no text, or may not be read. Its path starts from the
directory of the policy file.

\`\`\`dlp error=DLP5001
database crm from "schema/crn.sql"
\`\`\`

## How to mend it

Correct the path. A schema is a file of \`create table\` statements, the output of \`dlpc schema pull\` or \`pg_dump --schema-only\`, or a
folder of migrations.

\`\`\`dlp
database crm from "schema/crm.sql"
\`\`\`
`,
  DLP5002: `# DLP5002: the schema is not valid

The schema file is not valid SQL, or defines something on top of what it does not define. The message says what, and
the place is in the schema file.

\`\`\`dlp error=DLP5002
database crm from "schema/broken.sql"
\`\`\`

## How to mend it

Mend the schema file, or dump it again with \`pg_dump --schema-only\`.

\`\`\`dlp
database crm from "schema/crm.sql"
\`\`\`
`,
  DLP5003: `# DLP5003: a part of the schema is not known

The schema file does something whose effect on the schema the compiler cannot tell from the text, such as running a
program in the database. What comes of it is missing in what policies are checked against. At run time, a column that only
the live database has is hidden until the policy is compiled again.

\`\`\`dlp warning=DLP5003
database billing from "schema/scripted.sql"

policy desk for "support" in caller.groups {
  on billing {
    allow select on invoices
  }
}
\`\`\`

## How to mend it

Dump the schema as it is once everything has run, with \`dlpc schema pull\` or \`pg_dump --schema-only\`.

\`\`\`dlp
database billing from "schema/dumped.sql"

label bank_account

classify bank_account billing.invoices.iban

policy desk for "support" in caller.groups {
  on billing {
    allow select on invoices
  }
}
\`\`\`
`,
  DLP5010: `# DLP5010: the OpenAPI document cannot be read

The file that the \`api\` declaration names is not there, is no text, or may not be read. Its path starts from the directory of the policy file.

\`\`\`dlp error=DLP5010
api billing from "schema/biling.openapi.yaml"
\`\`\`

## How to mend it

Correct the path.

\`\`\`dlp
api billing from "schema/billing.openapi.yaml"
\`\`\`
`,
  DLP5011: `# DLP5011: the OpenAPI document is not valid

The document is no YAML or JSON, has not the form that OpenAPI 3.0 or 3.1 says, or uses what \`dlpc\` does not follow (\`$dynamicRef\`, \`$id\`, merge keys).
The message says what, and the place is in the document.

\`\`\`dlp error=DLP5011
api billing from "schema/invalid.openapi.yaml"
\`\`\`

## How to mend it

Mend the document.

\`\`\`dlp
api billing from "schema/billing.openapi.yaml"
\`\`\`
`,
  DLP5012: `# DLP5012: a reference leads out of the project

\`$ref\` may lead to files in the directory of the document, in that of the policy file, and below them. What stands elsewhere, or on the
network, could change without the policy being checked again.

\`\`\`dlp error=DLP5012
api billing from "schema/foreign.openapi.yaml"
\`\`\`

## How to mend it

Copy the file beside the document, and refer to the copy.

\`\`\`dlp
api billing from "schema/billing.openapi.yaml"
\`\`\`
`,
  DLP5013: `# DLP5013: a reference leads nowhere

There is no such file, or nothing at the place in it that the \`$ref\` names. Without it, it is not known what a request or an answer holds.

\`\`\`dlp error=DLP5013
api billing from "schema/dangling.openapi.yaml"
\`\`\`

## How to mend it

Mend the reference in the document.

\`\`\`dlp
api billing from "schema/billing.openapi.yaml"
\`\`\`
`,
  DLP5014: `# DLP5014: two paths match the same requests

Of \`/v1/customers/{id}\` and \`/v1/{kind}/me\`, either could be meant by \`GET /v1/customers/me\`, and servers differ in which they take. A path that is narrower than
another one in every segment goes before it, so that \`/v1/customers/me\` beside \`/v1/customers/{id}\` is no mistake.

\`\`\`dlp error=DLP5014
api billing from "schema/ambiguous.openapi.yaml"
\`\`\`

## How to mend it

Change one of the paths, or add the path that both match: it goes before the two.

\`\`\`dlp
api billing from "schema/billing.openapi.yaml"
\`\`\`
`,
  DLP5015: `# DLP5015: a part of the document is not judged

A warning. The document describes something that no request through the proxy is, such as \`webhooks\`, which the API itself sends.

\`\`\`dlp warning=DLP5015
api billing from "schema/webhooks.openapi.yaml"

label pii

classify pii billing.Customer.email

policy support for "support" in caller.groups {
  on billing {
    allow operation getCustomer
  }
}
\`\`\`

## How to mend it

Protect it where it is received, and leave it out of the document that the policy is checked against.

\`\`\`dlp
api billing from "schema/billing.openapi.yaml"

label pii

classify pii billing.Customer.email

policy support for "support" in caller.groups {
  on billing {
    allow operation getCustomer
  }
}
\`\`\`
`,
  DLP6001: `# DLP6001: a caller has no such field

A caller has \`kind\`, \`sub\`, \`groups\`, \`claims\`, \`task\` and \`hint\`; a task has \`id\`, \`name\` and \`parent\`, and a hint
has \`application_name\`. Nothing else of a token reaches a policy.

\`\`\`dlp error=DLP6001
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}

test "agents read customers" {
  as { kind: human, group: ["support"] }
  sql crm "select id from customers" => allow
}
\`\`\`

## How to mend it

Correct the name.

\`\`\`dlp
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}

test "agents read customers" {
  as { kind: human, groups: ["support"] }
  sql crm "select id from customers" => allow
}
\`\`\`
`,
  DLP6002: `# DLP6002: a field given twice

The caller, its task or its claims name a field twice, so nobody can tell which of the two is meant.

\`\`\`dlp error=DLP6002
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}

test "agents read customers" {
  as { kind: human, groups: ["support"], groups: ["staff"] }
  sql crm "select id from customers" => allow
}
\`\`\`

## How to mend it

Keep one of them.

\`\`\`dlp
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}

test "agents read customers" {
  as { kind: human, groups: ["support", "staff"] }
  sql crm "select id from customers" => allow
}
\`\`\`
`,
  DLP6003: `# DLP6003: a caller of no kind

A caller is a human or a service, and policies may ask which. A test that leaves it out would be about neither.

\`\`\`dlp error=DLP6003
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}

test "agents read customers" {
  as { groups: ["support"] }
  sql crm "select id from customers" => allow
}
\`\`\`

## How to mend it

Say which it is.

\`\`\`dlp
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}

test "agents read customers" {
  as { kind: human, groups: ["support"] }
  sql crm "select id from customers" => allow
}
\`\`\`
`,
  DLP6004: `# DLP6004: a value of the wrong type

The field, or the claim as the identity declares it, is of another type.

\`\`\`dlp error=DLP6004
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
}

database crm from "schema/crm.sql"

policy support for caller.claims.department == "support" {
  on crm {
    allow select on customers
  }
}

test "agents read customers" {
  as { kind: human, claims: { department: 7 } }
  sql crm "select id from customers" => allow
}
\`\`\`

## How to mend it

Give it a value of its type.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
}

database crm from "schema/crm.sql"

policy support for caller.claims.department == "support" {
  on crm {
    allow select on customers
  }
}

test "agents read customers" {
  as { kind: human, claims: { department: "support" } }
  sql crm "select id from customers" => allow
}
\`\`\`
`,
  DLP6005: `# DLP6005: a claim that the caller lacks

The identity declares the claim without a question mark, so the proxy lets in nobody whose token lacks it. Every case of the test
would be denied, whatever the policies say.

\`\`\`dlp error=DLP6005
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
}

database crm from "schema/crm.sql"

policy support for caller.claims.department == "support" {
  on crm {
    allow select on customers
  }
}

test "agents read customers" {
  as { kind: human }
  sql crm "select id from customers" => deny
}
\`\`\`

## How to mend it

Give the claim a value, or declare it as one that may be absent: \`claim department?: string\`.

\`\`\`dlp
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim department: string
}

database crm from "schema/crm.sql"

policy support for caller.claims.department == "support" {
  on crm {
    allow select on customers
  }
}

test "agents read customers" {
  as { kind: human, claims: { department: "sales" } }
  sql crm "select id from customers" => deny
}
\`\`\`
`,
  DLP6006: `# DLP6006: two tests of one name

Reports name tests, and \`dlpc test --only\` finds them by name, so each name stands for one test, over all files.

\`\`\`dlp error=DLP6006
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}

test "agents read customers" {
  as { kind: human, groups: ["support"] }
  sql crm "select id from customers" => allow
}

test "agents read customers" {
  as { kind: human }
  sql crm "select id from customers" => deny
}
\`\`\`

## How to mend it

Give one of them another name, or put the cases into one test.

\`\`\`dlp
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}

test "agents read customers" {
  as { kind: human, groups: ["support"] }
  sql crm "select id from customers" => allow
}

test "others do not" {
  as { kind: human }
  sql crm "select id from customers" => deny
}
\`\`\`
`,
  DLP6007: `# DLP6007: a test that asks nothing

The test has a caller and no case, so it can never fail.

\`\`\`dlp warning=DLP6007
group support = "support" in caller.groups

test "agents read customers" {
  as { kind: human, groups: ["support"] }
}
\`\`\`

## How to mend it

Give it a case, such as \`sql crm "select id from customers" => allow\`, or remove it.

\`\`\`dlp
group support = "support" in caller.groups
\`\`\`
`,
  DLP6008: `# DLP6008: a statement that is no SQL

PostgreSQL could not read the statement, and the proxy denies what it cannot read. So the case would tell nothing about the
policies.

\`\`\`dlp error=DLP6008
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}

test "agents read customers" {
  as { kind: human }
  sql crm "selct id from customers" => deny
}
\`\`\`

## How to mend it

Correct the statement.

\`\`\`dlp
database crm from "schema/crm.sql"

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}

test "agents read customers" {
  as { kind: human }
  sql crm "select id from customers" => deny
}
\`\`\`
`,
  DLP6009: `# DLP6009: a column that the statement does not give

What stands behind \`mask\` are columns of the result, by the names that the client sees: the alias where there is one.

\`\`\`dlp error=DLP6009
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.email

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}

test "agents read customers" {
  as { kind: human, groups: ["support"] }
  sql crm "select id, upper(email) as address from customers" => mask email
}
\`\`\`

## How to mend it

Name the column as the result does.

\`\`\`dlp
database crm from "schema/crm.sql"

label pii

classify pii crm.customers.email

policy support for "support" in caller.groups {
  on crm {
    allow select on customers
  }
}

test "agents read customers" {
  as { kind: human, groups: ["support"] }
  sql crm "select id, upper(email) as address from customers" => mask address
}
\`\`\`
`,
  DLP6010: `# DLP6010: SQL for an API

The case sends SQL to a source that is an API. SQL is asked of a \`database\`.

\`\`\`dlp error=DLP6010
api billing from "schema/billing.openapi.yaml"

test "nobody reads" {
  as { kind: human }
  sql billing "select 1" => deny
}
\`\`\`

## How to mend it

Name the database that is meant.

\`\`\`dlp
database crm from "schema/crm.sql"

test "nobody reads" {
  as { kind: human }
  sql crm "select 1" => deny
}
\`\`\`
`,
  DLP7001: `# DLP7001: the project file is not what a project file is

\`dlp.json\` is a JSON object with the fields \`language\`, which must be there, and \`policies\`: the files and folders, relative to the
project file, in which the policies are. It may name a \`$schema\`.

\`\`\`json error=DLP7001
{ "languages": 1, "language": 1 }
\`\`\`

## How to mend it

Write what the message asks for.

\`\`\`json
{ "language": 1, "policies": ["."] }
\`\`\`
`,
  DLP7002: `# DLP7002: an unknown version of the language

A project pins the version of the language that it is written in, so that a newer \`dlpc\` reads it as it was meant. This \`dlpc\` does not
know the version that is named, and guessing could mean something else than its authors did.

\`\`\`json error=DLP7002
{ "language": 99 }
\`\`\`

## How to mend it

Use a \`dlpc\` that knows the version, or name one that this \`dlpc\` knows, and check what changes.

\`\`\`json
{ "language": 1 }
\`\`\`
`,
  DLP7003: `# DLP7003: the imported file cannot be read

The file that \`import\` names is not there, is no text, or may not be read. Its path starts from the directory of the file that imports it.

\`\`\`dlp error=DLP7003
import "schema/labels.dlp"
\`\`\`

## How to mend it

Correct the path. Files below a folder that \`dlpc\` is given need not be imported: they are read anyway.

\`\`\`dlp
import "schema/shared-labels.dlp"
\`\`\`
`,
};
