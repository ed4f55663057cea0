/** Lines over time, each with its name at its end and its last value, so that no legend has to be matched by colour. */

export interface Line {
  readonly name: string;
  /** From the oldest to the newest, one for each step. */
  readonly values: readonly number[];
}

export interface ChartProps {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly Line[];
  /** Between two values. */
  readonly stepSeconds: number;
  /** How many values the width holds. */
  readonly steps: number;
}

const WIDTH = 900;
const HEIGHT = 220;
const LEFT = 44;
const RIGHT = 150;
const BOTTOM = 22;

export function Chart({ title, unit, lines, stepSeconds, steps }: ChartProps) {
  const highest = Math.max(1, ...lines.flatMap(({ values }) => values));
  const top = niceAbove(highest);
  const x = (index: number, count: number): number =>
    LEFT + ((WIDTH - LEFT - RIGHT) * (steps - count + index)) / Math.max(1, steps - 1);
  const y = (value: number): number => 8 + (HEIGHT - BOTTOM - 8) * (1 - value / top);
  const ends = spread(lines.map(({ values }) => y(values.at(-1) ?? 0)));
  return (
    <figure class="chart">
      <figcaption>
        {title} <span class="quiet">{unit}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={described(title, unit, lines)}>
        {[0, top / 2, top].map((value) => (
          <g key={value}>
            <line class="grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(value)} y2={y(value)} />
            <text class="tick" x={LEFT - 6} y={y(value) + 4} text-anchor="end">
              {shortNumber(value)}
            </text>
          </g>
        ))}
        <text class="tick" x={LEFT} y={HEIGHT - 4}>
          {Math.round((steps * stepSeconds) / 60)} min ago
        </text>
        <text class="tick" x={WIDTH - RIGHT} y={HEIGHT - 4} text-anchor="end">
          now
        </text>
        {lines.map(({ name, values }, index) => (
          <g key={name} class={`line line-${index}`}>
            <polyline points={values.map((value, at) => `${x(at, values.length)},${y(value)}`).join(' ')} />
            <text x={WIDTH - RIGHT + 8} y={(ends[index] ?? 0) + 4}>
              {name} {shortNumber(values.at(-1) ?? 0)}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  );
}

/** Moves names apart that would stand on each other. */
function spread(places: readonly number[]): readonly number[] {
  const APART = 15;
  const order = places.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place);
  const moved = [...places];
  let last = Number.NEGATIVE_INFINITY;
  for (const { place, index } of order) {
    last = Math.max(place, last + APART);
    moved[index] = last;
  }
  const over = Math.max(0, last - (HEIGHT - BOTTOM));
  return moved.map((place) => place - over);
}

function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((factor) => factor * power).find((nice) => nice >= value) ?? value;
}

function shortNumber(value: number): string {
  if (value >= 10_000) return `${Math.round(value / 1000)}k`;
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 1 : 0);
}

function described(title: string, unit: string, lines: readonly Line[]): string {
  return `${title}, ${unit}. Now: ${lines.map(({ name, values }) => `${name} ${shortNumber(values.at(-1) ?? 0)}`).join(', ')}`;
}
