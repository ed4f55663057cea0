/** Which code actions an editor asks for. */

/** A kind is asked for by itself, or by one above it: `refactor` asks for `refactor.extract`. No list asks for all. */
export function isAskedFor(kind: string, only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
}
