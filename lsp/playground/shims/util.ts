/** What the validator of OpenAPI documents uses of `util`. */
export function format(text: string, ...values: readonly unknown[]): string {
  const rest = [...values];
  return text.replace(/%[sdj]/g, (mark) => (rest.length === 0 ? mark : String(rest.shift())));
}

export function inherits(made: { prototype: object }, from: { prototype: object }): void {
  Object.setPrototypeOf(made.prototype, from.prototype);
}
