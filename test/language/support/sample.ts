/** A policy file that uses every construct, for tests that bend one. */
export const sample = `// Customer data.
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim level: int
  claim teams?: set of string
}

import "shared/labels.dlp"

/// What customers said
/// and bought.
database crm from "schema/crm.sql" closed
api billing from "schema/billing.openapi.yaml"

label pii { contact national_id }
label pci

classify pii.contact crm.customers.{email, phone}, crm.sales."Order Items"."E-mail"
classify pci crm.payments.card_number // the whole number
classify pii crm.*.*_email, crm.leads.*, crm.customers.profile.$.phones[*].number
classify pci values matching card_number in crm.tickets.{subject, body}

detector card_number = /(?:\\d[ -]?){13,19}/ where luhn

mask default with redact

group etl = caller.kind == service and not ("etl" in caller.groups or caller.claims.level >= 1_000)
group named = caller.sub in ["a\\u{e9}", "b\\"c"] and true

policy nightly for etl when "a" in (caller.claims.teams ?? ["b"]) and now in 22:00..24:00 "UTC" until 2027-03-31 {
  record everything
  on crm {
    allow select, insert on customers, sales.orders
    deny delete on orders
    // Still joins.
    mask pii.contact, customers.ssn with keep_last(4, "x")
    mask customers.profile.$.email, tickets.body with replace(/\\d{4,}/, card_number), lookup by equality
    reveal pci
    deny update, delete without where
    approve update on sales.* by 2 of "dba", "security" within 4h
    filter orders, invoices where region = 'a//b' and (amount < 100
      or owner = $1) // the rest
    limit 50_000 rows per session
    alert select on customers
    alert above 10_000 rows per hour
    declassify pii.contact, pci into enriched_customers
  }
  on billing {
    allow GET "/v1/customers/{id}"
    deny operation listCustomers, getCustomer
  }
}

test "no SSN" {
  as { kind: service, sub: "ci", groups: ["etl"], task: { name: "n" }, claims: { clearance: 3 } }
  at 2026-11-22T02:00:00Z
  sql crm "select upper(ssn) s from customers" => mask s
  sql crm "delete from orders" => approve by "dba"
  http billing GET "/v1/customers/42" => mask $.email, $.items[*].ssn
  http billing DELETE "/v1/customers/42" => deny
}
`;
