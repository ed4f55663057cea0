/** What was decided over time, by what is on record: a plot, and the rules that decided most. */
import { useCallback, useState } from 'preact/hooks';
import type { Api } from '../api.ts';
import { Scroll } from '../scroll.tsx';
import { useAsked } from '../use-asked.ts';
import { VisibleText } from '../visible-text.tsx';

const SPANS = [
  { name: 'hour', hours: 1 },
  { name: 'day', hours: 24 },
  { name: 'week', hours: 168 },
  { name: 'month', hours: 720 },
] as const;
const HEIGHT = 100;

export function Decisions({ api }: { readonly api: Api }) {
  const [hours, setHours] = useState<number>(24);
  const ask = useCallback(() => api.decisions(hours), [api, hours]);
  const { value, error } = useAsked(ask);
  return (
    <section aria-label="Decisions">
      <h2>Decisions on record</h2>
      <fieldset class="row">
        <legend class="quiet">the last</legend>
        {SPANS.map((span) => (
          <label key={span.name}>
            <input
              type="radio"
              name="span"
              checked={hours === span.hours}
              onChange={() => setHours(span.hours)}
            />{' '}
            {span.name}
          </label>
        ))}
      </fieldset>
      {error === null ? null : <p role="alert">{error.message}</p>}
      {value === null ? null : (
        <>
          <Bars buckets={value.buckets} />
          <Rules rules={value.rules} />
        </>
      )}
    </section>
  );
}

type Told = Awaited<ReturnType<Api['decisions']>>;

function Bars({ buckets }: Pick<Told, 'buckets'>) {
  const most = Math.max(1, ...buckets.map(({ forwarded, denied }) => forwarded + denied));
  const sum = (of: 'forwarded' | 'denied'): number => buckets.reduce((all, bucket) => all + bucket[of], 0);
  const [first, last] = [buckets[0]?.at, buckets.at(-1)?.at];
  const label = (at: string | undefined): string =>
    at === undefined
      ? ''
      : new Date(at).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });
  return (
    <figure class="chart">
      <figcaption>
        Statements <span class="key forwarded" /> {sum('forwarded')} forwarded <span class="key denied" />{' '}
        {sum('denied')} denied <span class="quiet">at most {most} in one bar</span>
      </figcaption>
      <svg
        class="bars"
        viewBox={`0 0 ${buckets.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Statements over time: ${sum('forwarded')} forwarded, ${sum('denied')} denied`}
      >
        {buckets.map(({ at, forwarded, denied }, index) => {
          const [above, below] = [(HEIGHT * denied) / most, (HEIGHT * forwarded) / most];
          return (
            <g key={at}>
              <rect class="forwarded" x={index + 0.1} width={0.8} y={HEIGHT - below} height={below} />
              <rect class="denied" x={index + 0.1} width={0.8} y={HEIGHT - below - above} height={above} />
            </g>
          );
        })}
      </svg>
      <div class="row quiet">
        <span>{label(first)}</span>
        <span class="push">{label(last)}</span>
      </div>
    </figure>
  );
}

function Rules({ rules }: Pick<Told, 'rules'>) {
  const most = Math.max(1, ...rules.map(({ forwarded, denied }) => forwarded + denied));
  if (rules.length === 0) return <p class="quiet">No rule decided anything.</p>;
  return (
    <Scroll name="Rules">
      <table>
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">Share</th>
            <th scope="col" class="number">
              Forwarded
            </th>
            <th scope="col" class="number">
              Denied
            </th>
          </tr>
        </thead>
        <tbody>
          {rules.map(({ rule, forwarded, denied }) => (
            <tr key={rule}>
              <td>
                <code>
                  <VisibleText text={rule} />
                </code>
              </td>
              <td>
                <svg class="share" viewBox={`0 0 ${most} 1`} preserveAspectRatio="none" aria-hidden="true">
                  <rect class="forwarded" width={forwarded} height={1} />
                  <rect class="denied" x={forwarded} width={denied} height={1} />
                </svg>
              </td>
              <td class="number">{forwarded}</td>
              <td class={denied > 0 ? 'number bad' : 'number'}>{denied}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
