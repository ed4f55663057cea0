/** A policy file that uses every construct, for tests that bend one. */
export const sample = `// Customer data.
identity corp {
  issuer "https://login.corp.example"
  audience "dlp-proxy"
  claim level: int
  claim teams?: set of string
}

database crm from "schema/crm.sql"

label pii { contact national_id }
label pci

classify pii.contact crm.customers.{email, phone}, crm.sales."Order Items"."E-mail"
classify pci crm.payments.card_number // the whole number

mask default with redact

group etl = caller.kind == service and not ("etl" in caller.groups or caller.claims.level >= 1_000)
group named = caller.sub in ["a\\u{e9}", "b\\"c"] and true

policy nightly for etl when "a" in (caller.claims.teams ?? ["b"]) and now in 22:00..24:00 "UTC" until 2027-03-31 {
  on crm {
    allow select, insert on customers, sales.orders
    deny delete on orders
    // Still joins.
    mask pii.contact, customers.ssn with keep_last(4, "x")
    reveal pci
  }
}
`;
