/** `15m`, `8h`, `1d`. */
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 24 * 3600 };

/** In seconds; null for what is no duration, or none at all. */
export function duration(text: string): number | null {
  const [, amount = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const seconds = Number(amount) * (SECONDS[unit] ?? 0);
  return seconds > 0 ? seconds : null;
}
