/** Mistakes in the younger constructs: each is found once, where it is, and what stands around it is still read. */
import { describe } from 'vitest';
import { checkMistakes } from '../support/mistakes.ts';

describe('declarations', () =>
  checkMistakes([
    {
      name: 'imports',
      text: `
import shared/labels.dlp
#      ^^^^^^ DLP1010 expected the path of a policy file in double quotes, found \`shared\`
import "a" "b"
#          ^^^ DLP1010 expected the next declaration, found a string
import
label x
`,
      kept: ['import', 'label'],
    },
    {
      name: 'databases and APIs',
      text: `
api billing "x.yaml"
#           ^^^^^^^^ DLP1010 expected \`from\` and the path of an OpenAPI document, found a string
api billing {
#           ^ DLP1010 expected \`from\` and the path of an OpenAPI document, found \`{\`
  from "billing.yaml"
}
database crm from "x.sql" close
#                         ^^^^^ DLP1010 expected \`closed\`, or the next declaration, found \`close\`
database crm closed from "x"
#            ^^^^^^ DLP1010 expected \`from\` and the path of a schema, found \`closed\`
label b
`,
      kept: ['database', 'label'],
    },
    {
      name: 'classified values and patterns',
      text: `
classify pii values matching
classify pii values match card
^^^^^^^^ DLP1010 expected the name of a detector, found \`classify\`
#                   ^^^^^ DLP1010 expected \`matching\` and a detector, found \`match\`
classify pii values matching card in
classify pii values matching card in crm
^^^^^^^^ DLP1010 expected a column such as \`crm.customers.email\`, found \`classify\`
#                                    ^^^ DLP1013 a column's path has three or four names, and this has 1
classify pii values matching card, crm.t.c
#                                ^ DLP1010 expected \`in\` and columns, or the next declaration, found \`,\`
classify pii crm.t.**
#                  ^^ DLP1023 \`**\` has one \`*\` behind another
classify pii crm.*.*_email, *.t.c
#                           ^ DLP1010 expected a column such as \`crm.customers.email\`, found \`*\`
classify pii crm.t.profile.$.
label x
^^^^^ DLP1010 expected the name of a field after the dot, found \`label\`
`,
      kept: ['classify', 'label'],
    },
    {
      name: 'paths into JSON',
      text: `
classify pii crm.t.profile.$.a[0].b
#                              ^ DLP1010 expected \`*\`, which stands for each element of the list, found \`0\`
classify pii crm.t.profile.$[*].b, crm.t.x.$.c.$.d
#                                              ^ DLP1010 expected the name of a field after the dot, found \`$\`
classify pii crm.t.profile.$.a[*.b
#                               ^ DLP1010 expected \`]\`, found \`.\`
classify pii crm.t.{a, $.b}
#                      ^ DLP1010 expected the name of a column after the comma, found \`$\`
label x
`,
      kept: ['label'],
    },
    {
      name: 'detectors',
      text: `
detector card /x/ where luhn
#             ^^^ DLP1010 expected \`=\` and a regular expression, found \`/x/\`
detector card = "x" where luhn
#               ^^^ DLP1010 expected a regular expression between slashes, found a string
detector card = /x where luhn
#               ^^^^^^^^^^^^^ DLP1024 the regular expression has no closing \`/\` on its line
detector card = /x/ with luhn
#                   ^^^^ DLP1010 expected \`where\` and a validator, or the next declaration, found \`with\`
detector card = /x/i
#                  ^ DLP1010 expected \`where\` and a validator, or the next declaration, found \`i\`
detector card = /x/ where
label b
^^^^^ DLP1010 expected the name of a validator such as \`luhn\`, found \`label\`
`,
      kept: ['detector', 'detector', 'detector', 'label'],
    },
  ]));

describe('statements', () =>
  checkMistakes([
    {
      name: 'records and approvals',
      text: `
policy p for x {
  record
  record everything, none
# ^^^^^^ DLP1010 expected \`none\`, \`metadata\` or \`everything\`, found \`record\`
#                  ^ DLP1010 expected \`on\` and a source, \`record\` or \`}\`, found \`,\`
  record
  on crm {
    approve delete on orders
    approve delete on orders by dba within 15m
#   ^^^^^^^ DLP1010 expected \`by\` and who may approve, found \`approve\`
#                               ^^^ DLP1010 expected a group such as \`"dba"\`, found \`dba\`
    approve delete on orders by "dba"
    approve delete on orders by "dba" within 15
#   ^^^^^^^ DLP1010 expected \`,\` and another group, or \`within\` and how long approval may take, found \`approve\`
#                                            ^^ DLP1010 expected a time such as \`15m\` or \`4h\`, found \`15\`
    approve delete on orders by "dba" within 15min
#                                            ^^^^^ DLP1007 \`15min\` is no number
    approve delete on orders by "dba" within 15 m
#                                            ^^ DLP1010 expected a time such as \`15m\` or \`4h\`, found \`15\`
    approve delete on orders by 2 "dba" within 15m
#                                 ^^^^^ DLP1010 expected \`of\` and who may approve, found a string
    approve delete on orders by 2 of "dba" "sec" within 15m
#                                          ^^^^^ DLP1010 expected \`,\` and another group, or \`within\` and how long approval may take, found a string
    approve delete on orders within 15m by "dba"
#                            ^^^^^^ DLP1010 expected \`by\` and who may approve, found \`within\`
  }
}
`,
      kept: ['policy'],
    },
    {
      name: 'masks and reveals',
      text: `
policy p for x {
  on crm {
    mask pii with hash, lookup
    mask pii with hash lookup by equality
#   ^^^^ DLP1010 expected \`by equality\` after \`lookup\`, found \`mask\`
#                      ^^^^^^ DLP1010 expected the next statement or \`}\`, found \`lookup\`
    mask pii with hash, redact
#                       ^^^^^^ DLP1010 expected \`lookup by equality\` after the comma, found \`redact\`
    mask pii.* with hash
#            ^ DLP1010 expected a name after the dot, found \`*\`
    mask t.c.$.a[1] with hash
#                ^ DLP1010 expected \`*\`, which stands for each element of the list, found \`1\`
    reveal *
#          ^ DLP1010 expected a label or a column, found \`*\`
    reveal pii, *
#               ^ DLP1010 expected a label or a column, found \`*\`
    reveal t.c.$.a.*
#                  ^ DLP1010 expected the name of a field after the dot, found \`*\`
  }
}
`,
      kept: ['policy'],
    },
    {
      name: 'filters and deletes without WHERE',
      text: `
policy p for x {
  on crm {
    filter orders
    filter orders where
#   ^^^^^^ DLP1010 expected \`where\` and a condition in SQL, found \`filter\`
    filter orders with region = 1
#   ^^^^^^ DLP1010 expected a condition in SQL on the same line, found \`filter\`
#                 ^^^^ DLP1010 expected \`where\` and a condition in SQL, found \`with\`
    filter orders region = 1
#                 ^^^^^^ DLP1010 expected \`where\` and a condition in SQL, found \`region\`
    filter orders
      where region = 1
    filter orders where
      region = 1
#     ^^^^^^ DLP1010 expected a condition in SQL on the same line, found \`region\`
    deny delete without
    deny delete without were
#   ^^^^ DLP1010 expected \`where\`, found \`deny\`
#                       ^^^^ DLP1010 expected \`where\`, found \`were\`
    allow delete without where
#                ^^^^^^^ DLP1010 expected \`,\` or \`on\`, found \`without\`
    deny update, on t without where
#                ^^ DLP1010 expected an action such as \`select\`, or a method such as \`GET\`, found \`on\`
  }
}
`,
      kept: ['policy'],
    },
    {
      name: 'conditions in SQL',
      text: `
policy p for x {
  on crm {
    filter orders where region = 'a
#                                ^ DLP1025 nothing closes this \`'\` of the condition
    filter orders where region = "a
#                                ^ DLP1025 nothing closes this \`"\` of the condition
    filter orders where region in ('a',
       'b')
    filter orders where (region = 1
#                       ^ DLP1025 nothing closes this \`(\` of the condition
    filter orders where region in (
#                                 ^ DLP1025 nothing closes this \`(\` of the condition
      'a',
    filter orders where $a$ = $b$
#                       ^^^ DLP1025 nothing closes this \`$a$\` of the condition
    filter orders where a /* c
#                         ^^ DLP1025 nothing closes this \`/*\` of the condition
    filter orders where a = 1 // c
    filter orders where a = $x$ } $x$ and (b = '}'
      and c) /* } */ -- }
    filter orders where a = 1 }
}
policy q for y { on crm { filter t where a } }
policy q for y { on crm { filter t where (a } }
#                                        ^ DLP1025 nothing closes this \`(\` of the condition
policy q for y { on crm { filter t where } }
#                                        ^ DLP1010 expected a condition in SQL on the same line, found \`}\`
label z
`,
      kept: ['policy', 'policy', 'policy', 'policy', 'label'],
    },
    {
      name: 'budgets and declassification',
      text: `
policy p for x {
  on crm {
    limit rows 50 per session
#         ^^^^ DLP1010 expected a number, found \`rows\`
    limit 50 per session
#                ^^^^^^^ DLP1010 expected \`per\` and a span of time, or \`per session\`, found \`session\`
    limit 50 rows
    limit 50 rows session
#   ^^^^^ DLP1010 expected \`per\` and a span of time, or \`per session\`, found \`limit\`
#                 ^^^^^^^ DLP1010 expected \`per\` and a span of time, or \`per session\`, found \`session\`
    limit 50 rows/session
#                ^^^^^^^^ DLP1010 expected \`per\` and a span of time, or \`per session\`, found \`/session\`
    limit 50k rows per session
#         ^^^ DLP1007 \`50k\` is no number
    limit 5m per session
#         ^^ DLP1010 expected a number, found \`5m\`
    alert above rows per hour
#               ^^^^ DLP1010 expected a number, found \`rows\`
    alert above 10 rows
    alert if select on t
#   ^^^^^ DLP1010 expected \`per\` and a span of time, or \`per session\`, found \`alert\`
#            ^^^^^^ DLP1010 expected \`,\` or \`on\`, found \`select\`
    declassify pii
    declassify pii into
#   ^^^^^^^^^^ DLP1010 expected \`,\` and another label, or \`into\` and a relation, found \`declassify\`
    declassify into t
#   ^^^^^^^^^^ DLP1010 expected the name of a relation, found \`declassify\`
#                   ^ DLP1010 expected \`,\` and another label, or \`into\` and a relation, found \`t\`
    declassify pii.*, pci into t
#                  ^ DLP1010 expected the name of a label after the dot, found \`*\`
  }
}
`,
      kept: ['policy'],
    },
    {
      name: 'rules for HTTP endpoints',
      text: `
policy p for x {
  on billing {
    allow GET /v1/customers
#             ^^^^ DLP1010 expected \`,\` or a path such as \`"/v1/customers/{id}"\`, found \`/v1/\`
    allow GET "/v1/customers" on x
#                             ^^ DLP1010 expected \`,\` and another path or operation, the next statement or \`}\`, found \`on\`
    allow GET "/v1/customers", PUT "/v1"
#                              ^^^ DLP1010 expected a path in double quotes, found \`PUT\`
    allow "/v1/customers"
#         ^^^^^^^^^^^^^^^ DLP1010 expected an action such as \`select\`, or a method such as \`GET\`, found a string
    allow GET, "/v1/customers"
#              ^^^^^^^^^^^^^^^ DLP1010 expected an action such as \`select\`, or a method such as \`GET\`, found a string
    allow GET customers
#             ^^^^^^^^^ DLP1010 expected \`,\` or a path such as \`"/v1/customers/{id}"\`, found \`customers\`
    allow operation list, 5
#                         ^ DLP1010 expected the id of an operation, found \`5\`
    allow operation list get
#                        ^^^ DLP1010 expected \`,\` and another path or operation, the next statement or \`}\`, found \`get\`
    allow operations list
#                    ^^^^ DLP1010 expected \`,\` or \`on\`, found \`list\`
    allow get
  }
# ^ DLP1010 expected \`,\` or \`on\`, found \`}\`
}
label x
`,
      kept: ['policy', 'label'],
    },
  ]));

describe('tests', () =>
  checkMistakes([
    {
      name: 'cases of tests',
      text: `
test "x" {
  as { kind: service }
  sql crm "select 1" allow
#                    ^^^^^ DLP1010 expected \`=>\` and what is expected, found \`allow\`
  sql crm "select 1" => mask $.a
#                            ^^^ DLP1028 what \`mask\` expects of a SQL case are columns of the result
  sql crm "select 1" => mask
  sql crm "select 1" => approve
# ^^^ DLP1010 expected a column, or a path such as \`$.email\`, found \`sql\`
  sql crm "select 1" => approve by dba
# ^^^ DLP1010 expected \`by\` and who must approve, found \`sql\`
#                                  ^^^ DLP1010 expected a group such as \`"dba"\`, found \`dba\`
  sql crm select 1 => allow
#         ^^^^^^ DLP1010 expected a statement in double quotes, found \`select\`
  sql "select 1" => allow
#                ^^ DLP1010 expected a statement in double quotes, found \`=>\`
  sql crm "select 1" -> allow
#                    ^ DLP1001 \`-\` does not belong here
  sql crm "select 1" = allow
#                    ^ DLP1010 expected \`=>\` and what is expected, found \`=\`
  sql crm "select 1" => allowed
#                       ^^^^^^^ DLP1010 expected \`allow\`, \`deny\`, \`approve\` or \`mask\`, found \`allowed\`
  http billing "/v1" => allow
#              ^^^^^ DLP1010 expected a method such as \`GET\`, found a string
  http billing GET /v1 => allow
#                  ^^^^^^^^^^^^ DLP1010 expected a path in double quotes, found \`/v1 => allow\`
  http billing GET "/v1" => mask email
#                                ^^^^^ DLP1028 what \`mask\` expects of an HTTP case are paths into the body, such as \`$.email\`
  http billing GET "/v1" => mask $.a.b[*], $.c[0]
#                                              ^ DLP1010 expected \`*\`, which stands for each element of the list, found \`0\`
  http billing GET "/v1" => reveal $.a
#                           ^^^^^^ DLP1010 expected \`allow\`, \`deny\`, \`approve\` or \`mask\`, found \`reveal\`
  select 1
}
label z
`,
      kept: ['test', 'label'],
    },
    {
      name: 'heads of tests',
      text: `
test "x" {
  as { kind service }
#           ^^^^^^^ DLP1010 expected \`:\` and a value, found \`service\`
  sql crm "select 1" => allow
}
test "y" {
  as { kind: service, }
#                     ^ DLP1010 expected the name of a field, found \`}\`
  sql crm "select 1" => allow
}
test "y2" {
  as { kind = service }
#           ^ DLP1010 expected \`:\` and a value, found \`=\`
  sql crm "select 1" => allow
}
test "z" {
  sql crm "select 1" => allow
# ^^^ DLP1010 expected \`as\` and who asks, found \`sql\`
}
test {
#    ^ DLP1010 expected what the test shows, in double quotes, found \`{\`
  as { }
}
test name {
#    ^^^^ DLP1010 expected what the test shows, in double quotes, found \`name\`
  as { }
  at 2026-11-22
  sql crm "x" => allow
}
test "t" { as { a: [1, 2, b: c } sql crm "x" => allow }
#                          ^ DLP1010 expected \`,\` or \`]\`, found \`:\`
test "t" {
  as { kind: service
  sql crm "x" => allow
# ^^^ DLP1010 expected \`,\` or \`}\`, found \`sql\`
}
test "u" {
  as { kind: service }
  at 2026-11-22T02:00:00+01:00
#    ^^^^^^^^^^^^^^^^^^^^^^^^^ DLP1027 \`2026-11-22T02:00:00+01:00\` is no moment of the calendar and the clock
  sql crm "x" => allow
label z
^^^^^ DLP1011 expected \`}\` before \`label\`
`,
      kept: ['label'],
    },
    {
      name: 'heads and cases',
      text: `
test "u" {
  as caller
#    ^^^^^^ DLP1010 expected \`{\` and what is known of the caller, found \`caller\`
  at 2026-13-22T02:00:00Z
#    ^^^^^^^^^^^^^^^^^^^^ DLP1027 \`2026-13-22T02:00:00Z\` is no moment of the calendar and the clock
  sql crm "x" => allow
  at 2026-11-22T02:00:00Z
# ^^ DLP1010 expected a case such as \`sql\` or \`http\`, or \`}\`, found \`at\`
}
test "v" {
  as { kind: service } at 2026-11-22T02:00Z
  sql crm 'x' => allow
#         ^^^ DLP1005 a string stands in double quotes
  sql crm "x
#         ^^ DLP1003 the string has no closing \`"\` on its line
  sql crm "x" => mask a b
#                       ^ DLP1010 expected a case such as \`sql\` or \`http\`, or \`}\`, found \`b\`
  sql crm "x" => mask a,
}
^ DLP1010 expected a column, or a path such as \`$.email\`, found \`}\`
label z
`,
      kept: ['test', 'label'],
    },
  ]));

describe('letters', () =>
  checkMistakes([
    {
      name: 'letters that look like others',
      text: `
роlicy p for x { on crm { аllow select on customеrs } }
^^^^^^ DLP1029 the \`р\` in \`роlicy\` is U+0440, which only looks like \`p\`
#                         ^^^^^ DLP1029 the \`а\` in \`аllow\` is U+0430, which only looks like \`a\`
#                                         ^^^^^^^^^ DLP1029 the \`е\` in \`customеrs\` is U+0435, which only looks like \`e\`
lаbel pii
^^^^^ DLP1029 the \`а\` in \`lаbel\` is U+0430, which only looks like \`a\`
group a = "еtl" in caller.groups and caller.sub == "отдел" and caller.sub == "x отдел" and "naïve"
#          ^^^ DLP1029 the \`е\` in \`еtl\` is U+0435, which only looks like \`e\`
label größe
#       ^^ DLP1001 \`öß\` does not belong here
label сор
#     ^^^ DLP1029 the \`с\` in \`сор\` is U+0441, which only looks like \`c\`
label "mаsk"
#      ^^^^ DLP1029 the \`а\` in \`mаsk\` is U+0430, which only looks like \`a\`
label а;b
#     ^^ DLP1001 \`а;\` does not belong here
policy ｐ for x { }
#      ^ DLP1029 the \`ｐ\` in \`ｐ\` is U+FF50, which only looks like \`p\`
`,
      kept: ['policy', 'label', 'group', 'label', 'label', 'label', 'label', 'policy'],
    },
  ]));
