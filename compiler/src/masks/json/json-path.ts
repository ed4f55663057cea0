/** A path into the JSON documents of a column: which values it leads to. Knows no SQL. */

/** The member of that name, or with `each` the elements of an array. */
export type JsonStep = { readonly kind: 'member'; readonly name: string } | { readonly kind: 'each' };

/** From the document down; at least one. */
export type JsonPath = readonly JsonStep[];

/** As a policy writes it: `$.phones[*].number`. */
export function jsonPathText(path: JsonPath): string {
  return `$${path.map((step) => (step.kind === 'each' ? '[*]' : `.${nameText(step.name)}`)).join('')}`;
}

function nameText(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : JSON.stringify(name);
}
