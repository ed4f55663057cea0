/**
 * What is counted, for Prometheus (text exposition format 0.0.4). Fed with events of the log, so that what is counted and what is logged are the
 * same; counts of several processes are added up. No label has a value that a client chooses.
 */

import { EVENTS } from '../log/events.ts';

interface MetricSpec {
  readonly type: 'counter' | 'gauge';
  readonly help: string;
}

const METRICS = {
  dlp_proxy_sessions_total: { type: 'counter', help: 'Sessions that were opened.' },
  dlp_proxy_sessions_refused_total: {
    type: 'counter',
    help: 'Clients that were sent away before their session was ready.',
  },
  dlp_proxy_sessions_open: { type: 'gauge', help: 'Sessions that are open.' },
  dlp_proxy_connections_turned_away_total: {
    type: 'counter',
    help: 'Connections of clients that were too many, to databases and APIs.',
  },
  dlp_proxy_authentication_failures_total: {
    type: 'counter',
    help: 'Clients and approvers that could not prove who they are.',
  },
  dlp_proxy_statements_total: { type: 'counter', help: 'Statements by what became of them.' },
  dlp_proxy_requests_total: {
    type: 'counter',
    help: 'Requests to APIs: sent on, and answered by the proxy itself. One that the API left without an answer is both.',
  },
  dlp_proxy_requests_open: {
    type: 'gauge',
    help: 'Requests to APIs that were sent on and are not answered.',
  },
  dlp_proxy_answers_cut_total: { type: 'counter', help: 'Answers of APIs that had begun and were cut off.' },
  dlp_proxy_upstream_errors_total: { type: 'counter', help: 'Errors with which servers answered.' },
  dlp_proxy_budgets_total: { type: 'counter', help: 'Limits that were reached, by what happened then.' },
  dlp_proxy_access_alerts_total: {
    type: 'counter',
    help: 'Statements and requests of which the policy wants somebody to be told.',
  },
  dlp_proxy_approvals_total: { type: 'counter', help: 'Requests for approval by how they ended.' },
  dlp_proxy_approvals_open: { type: 'gauge', help: 'Statements and requests that wait for approval.' },
  dlp_proxy_spans_dropped_total: { type: 'counter', help: 'Spans of traces that were given up.' },
  dlp_proxy_errors_total: {
    type: 'counter',
    help: 'Events of the log at level error, by their name: what an operator should look at.',
  },
  dlp_proxy_internal_errors_total: { type: 'counter', help: 'Bugs of the proxy that were caught.' },
} as const satisfies Readonly<Record<string, MetricSpec>>;

type MetricName = keyof typeof METRICS;

/** A metric with its labels, as Prometheus writes it. */
export type Series = MetricName | `${MetricName}{${string}}`;

const ERRORS: ReadonlySet<string> = new Set(
  Object.entries(EVENTS).flatMap(([event, { level }]) => (level === 'error' ? [event] : [])),
);
const errorsOf = (event: string): Series => `dlp_proxy_errors_total{event="${event}"}`;

/** Series that are there from the start, so that a rate can be taken of the first event. */
const INITIAL: readonly Series[] = [
  ...(Object.keys(METRICS) as MetricName[]).filter(
    (name) =>
      ![
        'dlp_proxy_statements_total',
        'dlp_proxy_requests_total',
        'dlp_proxy_budgets_total',
        'dlp_proxy_approvals_total',
        'dlp_proxy_errors_total',
      ].includes(name),
  ),
  ...[...ERRORS].map(errorsOf),
  'dlp_proxy_statements_total{decision="forwarded"}',
  'dlp_proxy_statements_total{decision="denied"}',
  'dlp_proxy_requests_total{decision="forwarded"}',
  'dlp_proxy_requests_total{decision="refused"}',
  'dlp_proxy_budgets_total{beyond="stop"}',
  'dlp_proxy_budgets_total{beyond="alert"}',
  ...['approved', 'rejected', 'expired', 'withdrawn'].map(
    (outcome): Series => `dlp_proxy_approvals_total{outcome="${outcome}"}`,
  ),
];

/** By the name of the event: what it adds to which series. */
const COUNTED: Readonly<Record<string, readonly (readonly [Series, number])[]>> = {
  'session-ready': [
    ['dlp_proxy_sessions_total', 1],
    ['dlp_proxy_sessions_open', 1],
  ],
  'session-refused': [['dlp_proxy_sessions_refused_total', 1]],
  'connection-turned-away': [['dlp_proxy_connections_turned_away_total', 1]],
  'authentication-failed': [['dlp_proxy_authentication_failures_total', 1]],
  'request-unproven': [['dlp_proxy_authentication_failures_total', 1]],
  'sign-in-failed': [['dlp_proxy_authentication_failures_total', 1]],
  'statement-forwarded': [['dlp_proxy_statements_total{decision="forwarded"}', 1]],
  'statement-denied': [['dlp_proxy_statements_total{decision="denied"}', 1]],
  'request-forwarded': [
    ['dlp_proxy_requests_total{decision="forwarded"}', 1],
    ['dlp_proxy_requests_open', 1],
  ],
  'request-refused': [['dlp_proxy_requests_total{decision="refused"}', 1]],
  'answer-cut': [['dlp_proxy_answers_cut_total', 1]],
  'upstream-error': [['dlp_proxy_upstream_errors_total', 1]],
  'budget-used-up': [['dlp_proxy_budgets_total{beyond="stop"}', 1]],
  'budget-alert': [['dlp_proxy_budgets_total{beyond="alert"}', 1]],
  'access-alert': [['dlp_proxy_access_alerts_total', 1]],
  'approval-asked': [['dlp_proxy_approvals_open', 1]],
  'internal-error': [['dlp_proxy_internal_errors_total', 1]],
};

/** By the name of the event, errors among them. */
const ADDED: ReadonlyMap<string, readonly (readonly [Series, number])[]> = new Map(
  Object.keys(EVENTS).map((event) => {
    const error: readonly (readonly [Series, number])[] = ERRORS.has(event) ? [[errorsOf(event), 1]] : [];
    return [event, [...(COUNTED[event] ?? []), ...error]] as const;
  }),
);

/** What ends with the process that has it. */
const NONE_OPEN = { dlp_proxy_sessions_open: 0, dlp_proxy_requests_open: 0 };
type Gauge = keyof typeof NONE_OPEN;
const GAUGES = Object.keys(NONE_OPEN) as Gauge[];

export type Counts = Readonly<Record<string, number>>;

export class Metrics {
  readonly #values = new Map<string, number>(INITIAL.map((series) => [series, 0]));
  /** Sessions that were opened, and requests that were sent on. */
  readonly #open = new Set<unknown>();
  readonly #openElsewhere = new Map<number, Record<Gauge, number>>();

  /** An event of the log. */
  count(event: string, fields: Readonly<Record<string, unknown>>): void {
    for (const [series, by] of ADDED.get(event) ?? []) this.#add(series, by);
    switch (event) {
      case 'session-ready':
        this.#open.add(fields.session);
        break;
      case 'session-ended':
        // A connection may end that never was a session.
        if (this.#open.delete(fields.session)) this.#add('dlp_proxy_sessions_open', -1);
        break;
      case 'request-forwarded':
        this.#open.add(fields.request);
        break;
      case 'request-answered':
      case 'request-refused':
      case 'answer-cut':
        // The proxy answers many a request that it never sent on.
        if (this.#open.delete(fields.request)) this.#add('dlp_proxy_requests_open', -1);
        break;
      case 'spans-dropped':
        this.#add('dlp_proxy_spans_dropped_total', Number(fields.spans));
        break;
      case 'approval-settled':
        this.#add('dlp_proxy_approvals_open', -1);
        this.#add(`dlp_proxy_approvals_total{outcome="${String(fields.outcome)}"}`, 1);
    }
  }

  /** What another process has counted since it told the last time; null once it has ended, and its open sessions with it. */
  add(process: number, counts: Counts | null): void {
    const open = this.#openElsewhere.get(process) ?? NONE_OPEN;
    if (counts === null) {
      for (const gauge of GAUGES) this.#add(gauge, -open[gauge]);
      this.#openElsewhere.delete(process);
      return;
    }
    for (const [series, by] of Object.entries(counts)) if (this.#values.has(series)) this.#add(series, by);
    const now = { ...open };
    for (const gauge of GAUGES) now[gauge] += counts[gauge] ?? 0;
    this.#openElsewhere.set(process, now);
  }

  /** What was counted since `before`, which is made what it is now. */
  since(before: Map<string, number>): Counts {
    const changed: Record<string, number> = {};
    for (const [series, value] of this.#values) {
      const difference = value - (before.get(series) ?? 0);
      if (difference !== 0) changed[series] = difference;
      before.set(series, value);
    }
    return changed;
  }

  text(): string {
    const lines: string[] = [];
    for (const [name, { type, help }] of Object.entries(METRICS)) {
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
      for (const [series, value] of this.#values)
        if (series === name || series.startsWith(`${name}{`)) lines.push(`${series} ${value}`);
    }
    return `${lines.join('\n')}\n`;
  }

  #add(series: string, by: number): void {
    this.#values.set(series, (this.#values.get(series) ?? 0) + by);
  }
}
