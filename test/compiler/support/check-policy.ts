/** Checks a policy against a small schema and compares what was found with the annotations of its text. */
import type { Diagnostic } from '@dlpc/language';
import { expect } from 'vitest';
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import { type CheckResult, checkPolicies } from '../../../compiler/src/pipeline.ts';
import { annotate, stripAnnotations } from './annotate.ts';

/** What most tests are checked against; tables that no policy speaks of and the like are warned of in here, not in the test. */
export const PRELUDE = `
database crm from "crm.sql"

label pii { contact  national_id  birth }
label pci { pan }

classify pii.contact      crm.customers.{email, phone}
classify pii.national_id  crm.customers.ssn
classify pii.birth        crm.customers.born
classify pci.pan          crm.payments.card_number
`;

export const CRM = `
create type segment as enum ('consumer', 'business');
create table customers (
  id bigint primary key, name text not null, email text not null, phone varchar(24),
  ssn char(11) not null, born date, segment segment, region text
);
create table orders (id bigint primary key, customer_id bigint, region text, total numeric(10,2));
create table payments (id bigint primary key, order_id bigint, card_number varchar(19), amount numeric(10,2));
create view customer_names as select id, name from customers;
create materialized view customer_regions as select id, region from customers;
create table events (id bigint, at date, note text) partition by range (at);
create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
create schema sales;
create schema archive;
create table sales.leads (id bigint primary key, email text);
create table archive.leads (id bigint primary key, email text);
create table sales.customers (id bigint primary key);
`;

export interface CheckOptions {
  readonly prelude?: string;
  readonly schema?: string;
  /** Other files by path. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Checked extends CheckResult {
  /** What was found in the text under test. */
  readonly found: readonly Diagnostic[];
}

/** Checks `text`, which may have annotations, beside a prelude. */
export async function checkText(text: string, options: CheckOptions = {}): Promise<Checked> {
  const { prelude = PRELUDE, schema = CRM, files = {} } = options;
  const all = { 'main.dlp': stripAnnotations(text), 'prelude.dlp': prelude, 'crm.sql': schema, ...files };
  const result = await checkPolicies(memoryHost(all), ['.']);
  return { ...result, found: result.diagnostics.filter(({ span }) => span.file === 'main.dlp') };
}

/** Expects exactly the diagnostics that the annotations of `text` tell of, at exactly these places. */
export async function checkPolicy(text: string, options: CheckOptions = {}): Promise<Checked> {
  const result = await checkText(text, options);
  expect(annotate(stripAnnotations(text), result.found)).toBe(text);
  return result;
}
