/** Whether the proxy serves, and what became of statements, from its own counters: the last ten minutes that this page has seen. */
import { useCallback, useRef, useState } from 'preact/hooks';
import { Chart, type Line } from './chart.tsx';
import { readMetrics, type Sample, total } from './metrics-text.ts';
import { usePolled } from './use-polled.ts';

const STEP_SECONDS = 2;
const STEPS = 300;

interface Seen {
  readonly samples: readonly Sample[];
  readonly ready: { readonly ready: boolean; readonly missing?: readonly string[] };
}

export function Overview() {
  const last = useRef<readonly Sample[] | null>(null);
  const [rates, setRates] = useState<ReadonlyMap<string, readonly number[]>>(new Map());
  const ask = useCallback(async (): Promise<Seen> => {
    const [metrics, ready] = await Promise.all([fetch('/metrics'), fetch('/readyz')]);
    const samples = readMetrics(await metrics.text());
    const before = last.current;
    if (before !== null) setRates((known) => extended(known, before, samples));
    last.current = samples;
    return { samples, ready: (await ready.json()) as Seen['ready'] };
  }, []);
  const { value, error } = usePolled(ask, STEP_SECONDS * 1000);

  if (value === null) return <p class="quiet">{error === null ? 'Asking…' : error.message}</p>;
  const { samples, ready } = value;
  return (
    <>
      {error === null ? null : <p role="alert">The proxy does not answer: {error.message}</p>}
      <dl class="tiles">
        <Tile
          name="Proxy"
          value={ready.ready ? 'serves' : 'does not serve'}
          note={(ready.missing ?? []).join('; ')}
          isBad={!ready.ready}
        />
        <Tile name="Open sessions" value={total(samples, 'dlp_proxy_sessions_open')} />
        <Tile name="Waiting for approval" value={total(samples, 'dlp_proxy_approvals_open')} />
        <Tile name="Failed sign-ins" value={total(samples, 'dlp_proxy_authentication_failures_total')} />
        <Tile
          name="Bugs caught"
          value={total(samples, 'dlp_proxy_internal_errors_total')}
          isBad={total(samples, 'dlp_proxy_internal_errors_total') > 0}
        />
      </dl>
      <Chart
        title="Statements"
        unit="per second"
        stepSeconds={STEP_SECONDS}
        steps={STEPS}
        lines={linesOf(rates)}
      />
    </>
  );
}

interface TileProps {
  readonly name: string;
  readonly value: string | number;
  readonly note?: string;
  readonly isBad?: boolean;
}

function Tile({ name, value, note = '', isBad = false }: TileProps) {
  return (
    <div class={isBad ? 'tile bad' : 'tile'}>
      <dt>{name}</dt>
      <dd>
        {value}
        {note === '' ? null : <span class="quiet">{note}</span>}
      </dd>
    </div>
  );
}

const STATEMENTS = 'dlp_proxy_statements_total';

/** One more value for each decision. A counter that fell was started anew. */
function extended(
  known: ReadonlyMap<string, readonly number[]>,
  before: readonly Sample[],
  samples: readonly Sample[],
): ReadonlyMap<string, readonly number[]> {
  const decisions = samples.flatMap(({ name, labels }) =>
    name === STATEMENTS && labels.decision !== undefined ? [labels.decision] : [],
  );
  return new Map(
    [...new Set(decisions)].map((decision) => {
      const gone = total(samples, STATEMENTS, { decision }) - total(before, STATEMENTS, { decision });
      return [decision, [...(known.get(decision) ?? []), Math.max(0, gone) / STEP_SECONDS].slice(-STEPS)];
    }),
  );
}

function linesOf(rates: ReadonlyMap<string, readonly number[]>): readonly Line[] {
  return [...rates].map(([name, values]) => ({ name, values }));
}
