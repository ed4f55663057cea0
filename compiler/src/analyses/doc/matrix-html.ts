/** A matrix as a table: classes of callers across, commands, filters and columns down; then who the classes are, and by which rules. */
import { REVEAL_RANK, type Treatment, type WhoCell } from '@dlpc/runtime/abi';
import { ACTIONS } from '../../bind/actions.ts';
import { callerText } from '../../check/satisfy/caller-text.ts';
import { columnEntryText, entryText } from '../entry-names.ts';
import { conditionLines } from '../note-text.ts';
import type { NamedRule } from '../policy-world.ts';
import type { SourceWorld } from '../source-world.ts';
import { type Html, html } from './html.ts';
import type { CallerClass, Matrix, PlaceRow } from './matrix.ts';

/** Leads to the line of a rule. */
export type RuleLink = (rule: NamedRule) => string | null;

/** What a cell says, and the colour that goes with it; never the colour alone. */
export type Cell = WhoCell;

/** Columns under one heading: those that carry the same labels. */
const UNLABELLED = 'without a label';

/** `id` names the section, and is where links to it lead. */
export function matrixHtml(world: SourceWorld, matrix: Matrix, id: string, link: RuleLink): Html {
  const { relation, classes, rows, tooMany } = matrix;
  const title = html`<h3 id="${id}"><code>${world.ir.source}.${entryText(relation)}</code> <span class="soft">${relation.kind}</span></h3>`;
  if (tooMany)
    return html`${title}<p>Callers are told apart in too many ways for a table: ask <code>dlpc who ${world.ir.source}.${entryText(relation)}</code>.</p>`;
  if (classes.length === 0) return html`${title}<p class="soft">Nobody may do anything with it.</p>`;
  const commands = ACTIONS.map(
    (action) =>
      html`<tr><th scope="row">${action}</th>${classes.map((one) => cellHtml(effectCell(one.commands.get(action))))}</tr>`,
  );
  const filters = relation.filters.length === 0 ? [] : [filterRow(world, classes)];
  const width = classes.length + 1;
  const columns = labelGroups(rows).map(
    ([labels, same]) =>
      html`<tbody>${groupRow(labels, width)}${same.map(([index, row]) => placeRow(row, index, classes))}</tbody>`,
  );
  return html`${title}
<div class="scroll" role="region" tabindex="0" aria-labelledby="${id}"><table>
<thead><tr><td></td>${headCells(classes)}</tr></thead>
<tbody>${groupRow('commands', width)}${commands}${filters}</tbody>
${columns}</table></div>
${classesHtml(classes, link)}
`;
}

/** Rows, with their places, under the labels that they carry; those without any come last. */
export function labelGroups(
  rows: readonly PlaceRow[],
): readonly (readonly [labels: string, rows: readonly (readonly [index: number, row: PlaceRow])[]])[] {
  return [...Map.groupBy([...rows.entries()], ([, row]) => row.labels.join(', ') || UNLABELLED)].sort(
    ([a], [b]) => (a === UNLABELLED ? 1 : b === UNLABELLED ? -1 : a < b ? -1 : 1),
  );
}

/** Whoever is described. */
type Described = Pick<CallerClass, 'who'>;

/** The heads of the columns: a letter for each class, and who is in it. */
export function headCells(classes: readonly Described[]): readonly Html[] {
  return classes.map(
    (one, index) => html`<th scope="col">${letter(index)}<small>${shortCondition(one)}</small></th>`,
  );
}

/** Who the classes are, with somebody of each, and the rules. */
export function classesHtml(classes: readonly Described[], link: RuleLink): Html {
  return html`<details><summary>Who they are, and by which rules</summary><ol class="classes" type="A">${classes.map((one) => classHtml(one, link))}</ol></details>`;
}

/** A head over rows, as wide as the table. */
export function groupRow(name: string, width: number): Html {
  return html`<tr><th class="group" scope="rowgroup" colspan="${width}">${name}</th></tr>`;
}

function placeRow({ place, part }: PlaceRow, index: number, classes: readonly CallerClass[]): Html {
  const { through, from, name, column } = place;
  const origin = from === through ? '' : `from ${columnEntryText(from, column.name)}`;
  const type = part === null ? column.type : part;
  const cells = classes.map(({ sights }) => cellHtml(sightCell(sights[index])));
  return html`<tr><th scope="row"><code>${name}</code><small>${[type, origin].filter((word) => word !== '').join(', ')}</small></th>${cells}</tr>`;
}

function filterRow(world: SourceWorld, classes: readonly CallerClass[]): Html {
  const cells = classes.map(({ filters }) => {
    const texts = filters.map(({ rule }) => world.rule(rule)?.text ?? '');
    return html`<td class="cell open">${texts.length === 0 ? 'all rows' : texts.join('; ')}</td>`;
  });
  return html`<tr><th scope="row">rows</th>${cells}</tr>`;
}

export function effectCell(effect: string | undefined): Cell {
  if (effect === 'allow') return { style: 'open', words: 'allowed' };
  if (effect === 'approve') return { style: 'equality', words: 'once approved' };
  return { style: 'none', words: 'denied' };
}

/** Undefined for what is not read at all, null for what carries no label. */
export function sightCell(
  treatment: (Pick<Treatment, 'rank' | 'text'> & Partial<Pick<Treatment, 'lookup'>>) | null | undefined,
): Cell {
  if (treatment === undefined) return { style: 'none', words: 'not readable' };
  if (treatment === null) return { style: 'open', words: 'as it is' };
  const { rank, text, lookup } = treatment;
  if (rank >= REVEAL_RANK.value) return { style: 'value', words: 'revealed' };
  const words = lookup === true ? `${text}, lookup by equality` : text;
  if (rank >= REVEAL_RANK.part) return { style: 'part', words };
  return lookup === true || rank >= REVEAL_RANK.equality
    ? { style: 'equality', words }
    : { style: 'nothing', words };
}

export function cellHtml({ style, words }: Cell): Html {
  return html`<td class="cell ${style}">${words}</td>`;
}

function classHtml({ who }: Described, link: RuleLink): Html {
  const conditions = conditionLines(who.condition).map((line) => html`<div><code>${line}</code></div>`);
  const witness =
    who.witness === null
      ? html``
      : html`<div class="soft">such as <code>${callerText(who.witness)}</code></div>`;
  return html`<li>${conditions}${witness}<ul>${who.rules.map((rule) => html`<li>${ruleHtml(rule, link)}</li>`)}</ul></li>`;
}

/** The statement, with a link to its line. */
function ruleHtml(rule: NamedRule, link: RuleLink): Html {
  const target = link(rule);
  const place = `${rule.policyName}, ${rule.file}:${rule.line}`;
  const linked = target === null ? html`${place}` : html`<a href="#${target}">${place}</a>`;
  return html`<code>${rule.text}</code> ${linked}`;
}

function shortCondition({ who }: Described): readonly Html[] {
  return conditionLines(who.condition).map((line) => html`<span class="way"><code>${line}</code></span>`);
}

/** A, B, …, Z; more classes there are not. */
function letter(index: number): string {
  return String.fromCodePoint(65 + index);
}
