/**
 * The rows of the example CRM: generated, the same for the same seeds, and of people who do not exist.
 *
 * What the example policies protect is drawn from a generator of its own. So two data sets with the same `seed` and
 * different `protectedSeed` are alike but for the protected values, which is what the two-worlds tests need.
 */
import { testCard } from './cards.ts';
import { CULTURES, type Person, person } from './people.ts';
import { type Random, random } from './random.ts';
import { ticketText } from './tickets.ts';

export type Cell = string | number | boolean | null;

/** Rows for one table. `id` columns are left to the database, which counts from 1. */
export interface TableRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface CrmOptions {
  readonly customers?: number;
  readonly seed?: number;
  readonly protectedSeed?: number;
}

/** Columns whose values the example policies protect, by table. */
export const PROTECTED_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  customers: [
    'full_name',
    'email',
    'phone',
    'ssn',
    'date_of_birth',
    'street',
    'postal_code',
    'last_login_from',
  ],
  payments: ['card_holder', 'card_number'],
  support_tickets: ['contact_email', 'subject', 'body'],
};

/** Customers, three orders for each, a payment for most orders, a ticket for some customers. */
export function crmData(options: CrmOptions = {}): readonly TableRows[] {
  const { customers = 2_400, seed = 20_260, protectedSeed = 7_331 } = options;
  const open = random(seed);
  const secret = random(protectedSeed);
  const people: Person[] = [];
  const customerRows = Array.from({ length: customers }, (_, index) => {
    const culture = open.pick(CULTURES);
    const who = person(secret, culture, index + 1);
    people.push(who);
    return customerRow(open, who, culture.country, open.pick(culture.cities));
  });
  const orderRows = customerRows.flatMap((_, index) =>
    Array.from({ length: open.whole(1, 5) }, () => orderRow(open, index + 1)),
  );
  return [
    { table: 'customers', columns: CUSTOMER_COLUMNS, rows: customerRows },
    { table: 'orders', columns: ORDER_COLUMNS, rows: orderRows },
    { table: 'payments', columns: PAYMENT_COLUMNS, rows: paymentRows(open, secret, orderRows, people) },
    { table: 'support_tickets', columns: TICKET_COLUMNS, rows: ticketRows(open, secret, people) },
  ];
}

const CUSTOMER_COLUMNS = [
  ...[
    'public_id',
    'full_name',
    'email',
    'phone',
    'ssn',
    'date_of_birth',
    'street',
    'city',
    'postal_code',
    'country',
  ],
  ...['segment', 'credit_limit', 'newsletter', 'preferences', 'last_login_from', 'created_at'],
];

function customerRow(open: Random, who: Person, country: string, city: string): Cell[] {
  const preferences = {
    language: country.toLowerCase(),
    channels: open.chance(0.4) ? ['mail', 'sms'] : ['mail'],
  };
  return [
    uuid(open),
    who.fullName,
    who.email,
    who.phone,
    who.ssn,
    who.dateOfBirth,
    who.street,
    city,
    who.postalCode,
    country,
    open.pick(['consumer', 'consumer', 'consumer', 'small_business', 'enterprise']),
    `${open.whole(0, 50) * 100}.00`,
    open.chance(0.3),
    JSON.stringify(preferences),
    who.lastLoginFrom,
    moment(open),
  ];
}

const ORDER_COLUMNS = ['customer_id', 'status', 'items', 'total', 'currency', 'placed_at'];
const ORDER_STATUSES = ['pending', 'paid', 'shipped', 'delivered', 'delivered', 'returned', 'cancelled'];

function orderRow(open: Random, customer: number): Cell[] {
  const total = `${open.whole(5, 1_900)}.${open.digits(2)}`;
  const currency = open.pick(['EUR', 'USD', 'GBP', 'JPY', 'PLN']);
  return [customer, open.pick(ORDER_STATUSES), open.whole(1, 12), total, currency, moment(open)];
}

const PAYMENT_COLUMNS = [
  'order_id',
  'method',
  'card_holder',
  'card_number',
  'amount',
  'authorised',
  'paid_at',
];

function paymentRows(
  open: Random,
  secret: Random,
  orders: readonly (readonly Cell[])[],
  people: readonly Person[],
): Cell[][] {
  return orders.flatMap(([customer, status, , total], index) => {
    if (status === 'pending' || status === 'cancelled') return [];
    const method = open.pick(['card', 'card', 'invoice', 'transfer']);
    const holder = method === 'card' ? (people[Number(customer) - 1]?.fullName ?? null) : null;
    const card = method === 'card' ? testCard(secret, secret.chance(0.3)) : null;
    return [[index + 1, method, holder, card, total ?? null, open.chance(0.97), moment(open)]];
  });
}

const TICKET_COLUMNS = ['customer_id', 'contact_email', 'status', 'priority', 'subject', 'body', 'opened_at'];

function ticketRows(open: Random, secret: Random, people: readonly Person[]): Cell[][] {
  return people.flatMap((who, index) => {
    if (!open.chance(0.35)) return [];
    const { subject, body } = ticketText(secret, who);
    const status = open.pick(['open', 'waiting', 'closed', 'closed']);
    return [[index + 1, who.email, status, open.whole(1, 4), subject, body, moment(open)]];
  });
}

/** A time in 2024 or 2025, later than any date of birth. */
function moment(open: Random): string {
  const start = Date.UTC(2024, 0, 1);
  const seconds = open.whole(0, 2 * 365 * 24 * 60 * 60);
  return new Date(start + seconds * 1000).toISOString();
}

/** Version 4, as `gen_random_uuid()` makes them. */
function uuid(open: Random): string {
  const variant = open.pick(['8', '9', 'a', 'b']);
  return `${open.hex(8)}-${open.hex(4)}-4${open.hex(3)}-${variant}${open.hex(3)}-${open.hex(12)}`;
}
