/** A session's time line: one stroke for each statement, or for several where there are many, and a handle that goes along it. */
import type { TimelineMark } from '@dlpc/runtime/records/reader/recorded';

export interface ScrubberProps {
  readonly marks: readonly TimelineMark[];
  /** Number of the statement that is shown. */
  readonly n: number;
  onMove(n: number): void;
}

const HEIGHT = 40;

export function Scrubber({ marks, n, onMove }: ScrubberProps) {
  const place = placeOf(marks, n);
  const here = marks[place];
  const last = marks.at(-1);
  if (here === undefined || last === undefined) return null;
  const clock = (at: string): string => new Date(at).toLocaleTimeString(undefined, { hour12: false });
  return (
    <div class="scrubber">
      <svg viewBox={`0 0 ${marks.length} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {marks.map((mark, at) => (
          <rect
            key={mark.n}
            class={`${kindOf(mark)}${at === place ? ' here' : ''}`}
            x={at + 0.1}
            width={0.8}
            y={HEIGHT - heightOf(mark)}
            height={heightOf(mark)}
          />
        ))}
      </svg>
      <input
        type="range"
        aria-label="Time line"
        aria-valuetext={`statement ${n}, ${clock(here.at)}${here.denied > 0 ? ', denied' : ''}`}
        min={0}
        max={marks.length - 1}
        value={place}
        onInput={({ currentTarget }) => onMove(marks[Number(currentTarget.value)]?.n ?? n)}
      />
      <div class="row quiet">
        <span>{clock(marks[0]?.at ?? here.at)}</span>
        <span class="push">{clock(last.at)}</span>
      </div>
    </div>
  );
}

/** Index of the mark in which statement `n` is. */
export function placeOf(marks: readonly TimelineMark[], n: number): number {
  return Math.max(
    0,
    marks.findLastIndex((mark) => mark.n <= n),
  );
}

function kindOf({ denied, failed }: TimelineMark): string {
  return denied > 0 ? 'denied' : failed > 0 ? 'failed' : 'forwarded';
}

/** What gave many rows stands out; what was denied stands out by its colour, and is as high as can be. */
function heightOf({ rows, denied }: TimelineMark): number {
  return denied > 0 ? HEIGHT : Math.min(HEIGHT, 12 + 5 * Math.log10(1 + rows));
}
