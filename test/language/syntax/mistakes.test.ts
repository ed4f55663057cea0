import { describe } from 'vitest';
import { checkMistakes, type MistakenText } from '../support/mistakes.ts';

/** Each case is a text with its diagnostics below the lines. */
const cases: readonly MistakenText[] = [
  {
    name: 'five independent mistakes give five diagnostics, and the declarations around them stay',
    text: `
database crm form "schema/crm.sql"
#            ^^^^ DLP1010 expected \`from\` and the path of a schema, found \`form\`
label pii { contact national_id }

classify pii.contact crm.customers.{email phone}, crm.leads.email
#                                         ^^^^^ DLP1010 expected \`,\` or \`}\`, found \`phone\`

group etl = caller.kind = service and "etl" in caller.groups
#                       ^ DLP1006 \`=\` is no operator of a condition
group staff = "staff" in caller.groups

policy nightly for etl {
  on crm {
    allow select customers
#                ^^^^^^^^^ DLP1010 expected \`,\` or \`on\`, found \`customers\`
    reveal pii.contact
    mask pii.national_id with keep_last(4
    deny delete on orders
#   ^^^^ DLP1011 expected \`)\` before \`deny\`
  }
}

policy support for staff { on crm { allow select on customers } }
`,
    kept: ['label', 'group', 'group', 'policy', 'policy'],
  },
  {
    name: 'a file can be broken in its first and last words',
    text: `crm
^^^ DLP1010 expected a declaration such as \`policy\` or \`label\`, found \`crm\`
label pii
policy
#     ^ DLP1010 expected the name of the policy, found the end of the file`,
  },
  {
    name: 'a missing brace of a block ends it where the next block begins',
    text: `
policy a for x {
  on crm {
    allow select on t
  on billing {
# ^^ DLP1011 expected \`}\` before \`on\`
    allow select on u
  }
}
label b
`,
    kept: ['policy', 'label'],
  },
  {
    name: 'a forgotten bracket in a statement does not reach beyond its block',
    text: `
policy a for x {
  on crm {
    mask (customers.ssn with keep_last(4
#        ^ DLP1010 expected a label or a column, found \`(\`
  }
  on billing {
    allow select
  }
# ^ DLP1010 expected \`,\` or \`on\`, found \`}\`
}
`,
    kept: ['policy'],
  },
  {
    name: 'a missing brace of a policy ends it where the next declaration begins',
    text: `
policy a for x {
  on crm {
    allow select on t
  }
label b
^^^^^ DLP1011 expected \`}\` before \`label\`
`,
    kept: ['policy', 'label'],
  },
  {
    name: 'two missing braces are one mistake',
    text: `
policy a for x {
  on crm {
    allow select on t
policy b for y {
^^^^^^ DLP1011 expected \`}\` before \`policy\`
}
`,
    kept: ['policy', 'policy'],
  },
  {
    name: 'one brace too many',
    text: `
policy a for x {
  on crm { allow select on t }
}
}
^ DLP1012 this \`}\` closes nothing
label b
`,
    kept: ['policy', 'label'],
  },
  {
    name: 'statements outside of a block',
    text: `
policy a for x {
  allow select on t
# ^^^^^ DLP1010 expected \`on\` and a source, \`record\` or \`}\`, found \`allow\`
  on crm { reveal pii }
}
reveal pii
^^^^^^ DLP1010 expected the next declaration, found \`reveal\`
label b
`,
    kept: ['policy', 'label'],
  },
  {
    name: 'a broken header does not hide its body',
    text: `
policy a fro x {
#        ^^^ DLP1010 expected \`for\` and whom the policy is for, found \`fro\`
  on crm. {
#       ^ DLP1010 expected \`{\` after the source, found \`.\`
    allow select on
    mask pii with redact
#   ^^^^ DLP1010 expected the name of a relation, found \`mask\`
  }
}
`,
    kept: [],
  },
  {
    name: 'a missing brace of a header',
    text: `
policy a for x
  on crm
# ^^ DLP1010 expected \`when\`, \`until\` or \`{\` after the policy's condition, found \`on\`
`,
  },
  {
    name: 'labels',
    text: `
label pii {
  contact, national_id
#        ^ DLP1010 expected the name of a label or \`}\`, found \`,\`
}
label pci { }
#           ^ DLP1010 expected the name of a label, found \`}\`
label { a }
#     ^ DLP1010 expected the name of the label, found \`{\`
label a = b
#       ^ DLP1010 expected \`{\` and the labels below, or the next declaration, found \`=\`
`,
    kept: ['label'],
  },
  {
    name: 'columns',
    text: `
classify pii crm
#            ^^^ DLP1013 a column's path has three or four names, and this has 1
classify pii crm.customers
#            ^^^^^^^^^^^^^ DLP1013 a column's path has three or four names, and this has 2
classify pii crm.customers.
label x
^^^^^ DLP1010 expected a name, or columns in braces, after the dot, found \`label\`
classify pii crm.t.c crm.t.d
#                    ^^^ DLP1010 expected \`,\` and another column, or the next declaration, found \`crm\`
`,
    kept: ['label', 'classify'],
  },
  {
    name: 'relations',
    text: `
policy a for x {
  on crm {
    allow select on crm.sales.orders
#                   ^^^^^^^^^^^^^^^^ DLP1014 a relation's path has one or two names, and this has 3
    allow select on a b
#                     ^ DLP1010 expected \`,\` and another relation, the next statement or \`}\`, found \`b\`
    allow on customers
#         ^^ DLP1010 expected an action such as \`select\`, or a method such as \`GET\`, found \`on\`
    allow select on a,
  }
# ^ DLP1010 expected the name of a relation, found \`}\`
}
`,
  },
  {
    name: 'conditions',
    text: `
group a = 1 < caller.x < 3
#                      ^ DLP1015 \`<\` cannot follow another comparison
group b = caller.kind == service AND x
#                                ^^^ DLP1010 expected an operator such as \`and\` or \`or\`, or the next declaration, found \`AND\`
group c = "x" not in caller.groups
#             ^^^ DLP1010 expected an operator such as
group d = (a or b
group e = a in ["x" "y"]
^^^^^ DLP1011 expected \`)\` before \`group\`
#                   ^^^ DLP1010 expected \`,\` or \`]\`, found a string
group f = a &&  b || !c
#           ^^ DLP1006 \`&&\` is no operator of a condition
#                 ^^ DLP1006 \`||\` is no operator of a condition
#                    ^ DLP1006 \`!\` is no operator of a condition
group g =
policy h for {
^^^^^^ DLP1010 expected a value or a condition, found \`policy\`
#            ^ DLP1010 expected a value or a condition, found \`{\`
}
group "i" = x
#     ^^^ DLP1010 expected the name of the group, without quotes, found a string
`,
  },
  {
    name: 'masks',
    text: `
mask pii with redact
#    ^^^ DLP1010 expected \`default\`, as other masks stand inside a policy, found \`pii\`
mask default redact
#            ^^^^^^ DLP1010 expected \`with\` and a mask, found \`redact\`
policy a for x { on crm {
  mask pii with keep_last(-)
#                         ^ DLP1001
  mask pii with keep_last(1,)
#                           ^ DLP1010 expected a number or a string, found \`)\`
  mask pii with
  reveal pii
# ^^^^^^ DLP1010 expected the name of a mask, found \`reveal\`
} }
`,
  },
  {
    name: 'characters',
    text: `
label pii;
#        ^ DLP1001 \`;\` does not belong here
# pii
^ DLP1001 \`#\` does not belong here
classify pii crm.customers.e-mail
#                           ^ DLP1001 \`-\` does not belong here
label größe
#       ^^ DLP1001 \`öß\` does not belong here
`,
  },
  {
    name: 'strings',
    text: `
database crm from "crm.sql
#                 ^^^^^^^^ DLP1003 the string has no closing \`"\` on its line
database crm from 'crm.sql'
#                 ^^^^^^^^^ DLP1005 a string stands in double quotes
policy a for "it's in caller.groups {
#            ^^^^^^^^^^^^^^^^^^^^^^^^ DLP1003
}
group b = caller.sub == "\\q \\u{110000} \\u{0} \\u{d800} \\u{}"
#                        ^^ DLP1004 \`\\q\` is no escape of a string
#                           ^^^^^^^^^^ DLP1004
#                                      ^^^^^ DLP1004
#                                            ^^^^^^^^ DLP1004
#                                                     ^^^^ DLP1004
classify "" crm.customers.email
#        ^^ DLP1009 a name cannot be empty
`,
  },
  {
    name: 'a string without an end at the end of the file',
    text: `policy p for "x in caller.groups {
#            ^^^^^^^^^^^^^^^^^^^^^ DLP1003
`,
  },
  {
    name: 'numbers',
    text: `
group a = x in [1__0, 1_, 12ab, 9007199254740992, 9_007_199_254_740_991]
#               ^^^^ DLP1007 \`1__0\` is no number
#                     ^^ DLP1007
#                         ^^^^ DLP1007
#                               ^^^^^^^^^^^^^^^^ DLP1008 the number \`9007199254740992\` is too large
`,
  },
  {
    name: 'the end of the file inside of braces, with the place where they open',
    text: `
policy a for x {
  on crm {
    allow select on t
#                    ^ DLP1011 expected \`}\` before the end of the file`,
    kept: ['policy'],
  },
  {
    name: 'identities, windows and days',
    text: `
identity corp {
  issuer corp
#        ^^^^ DLP1010 expected the URL of the issuer in double quotes, found \`corp\`
}
identity b { claim x string }
#                    ^^^^^^ DLP1010 expected \`:\` and the type of the claim
identity c { claim x: }
#                     ^ DLP1010 expected a type
identity d { issuer "a" 1 }
#                       ^ DLP1010 expected \`issuer\`, \`audience\`, \`claim\` or \`}\`
group a = now in 25:00..05:00 "UTC"
#                ^^^^^ DLP1021 \`25:00\` is no time of day
group b = now in 24:00..05:60 "UTC"
#                ^^^^^ DLP1021
#                       ^^^^^ DLP1021
group c = now in 01:00..05:00
group d = now in 01:00 05:00 "UTC"
^^^^^ DLP1010 expected a time zone
#                      ^^^^^ DLP1010 expected \`..\`
policy a for x until 2027-02-29 { }
#                    ^^^^^^^^^^ DLP1022 \`2027-02-29\` is no day of the calendar
policy b for x until tomorrow { }
#                    ^^^^^^^^ DLP1010 expected a day such as \`2027-03-31\`
policy c for x until 2028-02-29 { }
`,
    kept: ['policy'],
  },
  {
    name: 'a mistake elsewhere does not turn names into keywords',
    text: `
label pii {
  group
  policy
  mask { label }
}
classify pii.group
  policy.database.label,
  group.mask.on
label {
#     ^ DLP1010
`,
    kept: ['label', 'classify'],
  },
  {
    name: 'words of the full language are names where a name stands',
    text: `
label filter { test until limit }
classify filter.test crm.when.{import, approve, closed}
group api = detector and identity.alert
`,
    kept: ['label', 'classify', 'group'],
  },
];

describe('mistakes', () => checkMistakes(cases));
