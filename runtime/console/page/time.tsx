/** An instant as people read it, with the exact one to be had. */

export interface TimeProps {
  /** In ISO 8601. */
  readonly at: string;
  /** `clock`: the time of the day, with milliseconds. */
  readonly as?: 'whole' | 'clock';
}

export function Time({ at, as = 'whole' }: TimeProps) {
  const date = new Date(at);
  return (
    <time dateTime={at} title={at}>
      {as === 'clock'
        ? `${date.toLocaleTimeString(undefined, { hour12: false })}.${String(date.getMilliseconds()).padStart(3, '0')}`
        : date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })}
    </time>
  );
}
