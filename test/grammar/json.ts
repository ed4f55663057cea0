/** JSON as people lay it out, and the linter with them: a list without objects stands on one line. */

export function writeJson(value: unknown): string {
  return `${write(value, '')}\n`;
}

function write(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => write(item, inner));
    return items.some((item) => item.includes('\n'))
      ? `[\n${items.map((item) => inner + item).join(',\n')}\n${indent}]`
      : `[${items.join(', ')}]`;
  }
  const fields = Object.entries(value).map(
    ([key, field]) => `${inner}${JSON.stringify(key)}: ${write(field, inner)}`,
  );
  return `{\n${fields.join(',\n')}\n${indent}}`;
}
