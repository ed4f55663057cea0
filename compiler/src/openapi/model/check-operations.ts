/** What is wrong with operations beside one another: paths that match the same requests, names that stand twice. */
import { valueAt } from '../document/document-node.ts';
import type { PlacedOperation } from './operations.ts';
import { relate } from './path-template.ts';
import type { Sites } from './sites.ts';

/** Reports pairs of operations between which a request could not choose, and operations of one name. */
export function checkOperations(operations: readonly PlacedOperation[], sites: Sites): void {
  const byForm = Map.groupBy(operations, ({ operation: { method, template } }) => {
    // Only templates of as many segments can meet.
    return `${method} ${template.segments.length}`;
  });
  for (const group of byForm.values()) checkPaths(group, sites);

  const named = new Map<string, PlacedOperation>();
  for (const placed of operations) {
    const { operationId } = placed.operation;
    if (operationId === null) continue;
    const at = valueAt(placed.site.node, 'operationId') ?? placed.site.node;
    if (named.has(operationId))
      sites.report('invalid', `the operation \`${shown(operationId)}\` is declared twice`, placed.site, at);
    else named.set(operationId, placed);
  }
}

function checkPaths(group: readonly PlacedOperation[], sites: Sites): void {
  for (const [index, later] of group.entries())
    for (const earlier of group.slice(0, index)) {
      const relationship = relate(earlier.operation.template, later.operation.template);
      if (relationship !== 'same' && relationship !== 'crossing') continue;
      const { method, template } = later.operation;
      const other = shown(earlier.operation.template.text);
      sites.report(
        'ambiguous-paths',
        `\`${method} ${shown(template.text)}\` and \`${method} ${other}\` match the same requests`,
        later.path,
        later.path.node,
      );
    }
}

function shown(text: string): string {
  return text.replaceAll('`', "'");
}
