/** An API as two tables: classes of callers across; down its operations, and its labelled fields. */
import type { FieldTreatment, OperationEntry } from '@dlpc/runtime/abi';
import type { ApiWorld } from '../api/api-world.ts';
import { operationName } from '../operation-name.ts';
import type { Answers, ApiMatrix, FieldRow } from './api-matrix.ts';
import { type Html, html } from './html.ts';
import {
  type Cell,
  cellHtml,
  classesHtml,
  effectCell,
  groupRow,
  headCells,
  type RuleLink,
  sightCell,
} from './matrix-html.ts';

/** More operations that have a field are counted, not named. */
const MOST_NAMED = 3;

/** `id` names the section; its tables are `id-operations` and `id-fields`. */
export function apiHtml(world: ApiWorld, matrix: ApiMatrix, id: string, link: RuleLink): Html {
  const { source, closed } = world.ir;
  const { operations, effects, fields, sights } = matrix;
  const operationRows = operations.map((operation, index) =>
    row(html`<code>${operationName(operation)}</code>${idOf(operation)}`, effects, index, effectCell),
  );
  const fieldGroups = [...Map.groupBy([...fields.entries()], ([, { field }]) => labelsOf(field))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([labels, same]) =>
        html`<tbody>${groupRow(labels, (sights?.length ?? 0) + 1)}${same.map(([index, field]) => row(fieldHead(field), sights, index, fieldCell))}</tbody>`,
    );
  return html`<section><h2 id="${id}">API <code>${source}</code></h2>
${closed ? html`<p class="soft">Closed: what nobody has classified is masked, and what the document does not describe is hidden.</p>` : html``}
${table(world, `${id}-operations`, 'operations', [html`<tbody>${operationRows}</tbody>`], effects, link)}
${fields.length === 0 ? html`<p class="soft">No operation has a field with a label.</p>` : table(world, `${id}-fields`, 'labelled fields', fieldGroups, sights, link)}
<p class="soft">A field stands for every value that can be it. One that can be several fields shows the least of them; what stands in a masked value is masked with it.</p></section>`;
}

/** Where the tables of a section are. */
export function apiAnchors(
  { fields }: ApiMatrix,
  id: string,
): readonly (readonly [anchor: string, what: string])[] {
  const operations = [`${id}-operations`, 'operations'] as const;
  return fields.length === 0 ? [operations] : [operations, [`${id}-fields`, 'fields']];
}

function table(
  { ir }: ApiWorld,
  id: string,
  what: string,
  bodies: readonly Html[],
  classes: Answers<unknown>,
  link: RuleLink,
): Html {
  const title = html`<h3 id="${id}"><code>${ir.source}</code> <span class="soft">${what}</span></h3>`;
  if (classes === null)
    return html`${title}<p>Callers are told apart in too many ways for a table: ask <code>dlpc who</code>.</p>`;
  if (classes.length === 0) return html`${title}<p class="soft">Nobody may send a request.</p>`;
  return html`${title}
<div class="scroll" role="region" tabindex="0" aria-labelledby="${id}"><table>
<thead><tr><td></td>${headCells(classes)}</tr></thead>
${bodies}</table></div>
${classesHtml(classes, link)}
`;
}

function row<V>(
  head: Html,
  classes: Answers<V>,
  index: number,
  cellOf: (answer: NoInfer<V> | undefined) => Cell,
): Html {
  const cells = (classes ?? []).map(({ answers }) => cellHtml(cellOf(answers[index])));
  return html`<tr><th scope="row">${head}</th>${cells}</tr>`;
}

function fieldHead({ field, operations }: FieldRow): Html {
  const named = operations
    .slice(0, MOST_NAMED)
    .map((operation) => operation.operationId ?? operationName(operation));
  const more = operations.length - named.length;
  return html`<code>${field.name}</code><small class="under">in ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}</small>`;
}

function fieldCell(sight: FieldTreatment | null | undefined): Cell {
  return sight === undefined ? { style: 'none', words: 'not asked for' } : sightCell(sight);
}

function labelsOf({ labels }: FieldRow['field']): string {
  return labels.map(({ label }) => label).join(', ');
}

function idOf({ operationId }: OperationEntry): Html {
  return operationId === null ? html`` : html`<small class="under">${operationId}</small>`;
}
