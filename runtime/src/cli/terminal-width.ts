/** How wide a line may be for whoever reads it: as wide as the terminal, or as `COLUMNS` says; without bound where a program reads. */

const NARROWEST = 40;

export function terminalWidth(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  env: Readonly<Record<string, string | undefined>>,
): number {
  const said = /^\d{1,4}$/.test(env.COLUMNS ?? '') ? Number(env.COLUMNS) : 0;
  const width = stream.isTTY === true ? (stream.columns ?? said) : said;
  return width > 0 ? Math.max(NARROWEST, width) : Number.POSITIVE_INFINITY;
}
