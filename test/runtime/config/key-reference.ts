/** Makes the table of a file's keys for the documentation from the schema that the proxy checks the file with. */
import {
  entriesOf,
  expectedBy,
  partsOf,
  type SchemaNode,
} from '../../../runtime/src/json-file/schema-tree.ts';
import { descriptionOf, isOptional } from './json-schema.ts';

/** One line of Markdown a key, objects before what they hold; `<name>` stands for any name. */
export function keyReference(root: SchemaNode): string {
  const rows = [
    ['Key', 'Value', 'Default', 'What it says'],
    ['---', '---', '---', '---'],
    ...rowsOf(root, ''),
  ];
  return `${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

function rowsOf(node: SchemaNode, path: string): string[][] {
  const entries = entriesOf(node);
  if (entries !== null) {
    return Object.entries(entries).flatMap(([key, child]) => {
      const childPath = path === '' ? key : `${path}.${key}`;
      return [row(childPath, child), ...rowsOf(child, childPath)];
    });
  }
  const parts = partsOf(node);
  const value = parts.find((part) => part.value !== undefined)?.value;
  if (value !== undefined) return rowsOf(value, `${path}.<name>`);
  const item = parts.find((part) => part.item !== undefined)?.item;
  return item === undefined ? [] : rowsOf(item, `${path}[]`);
}

function row(path: string, node: SchemaNode): string[] {
  const value = node.default ?? partsOf(node).find((part) => part.default !== undefined)?.default;
  const fallback = isOptional(node)
    ? value === undefined
      ? ''
      : `\`${JSON.stringify(value)}\``
    : 'required';
  return [`\`${path}\``, expectedBy(node), fallback === '`{}`' ? '' : fallback, descriptionOf(node) ?? ''];
}
