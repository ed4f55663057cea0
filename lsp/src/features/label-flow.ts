/**
 * Where labels flow, as a call hierarchy: a label leads to the columns that it was put on, a column to those that are computed from it.
 * The other way, a column leads to what its labels came from. Answers are those of the check.
 */
import { type CarriedLabel, type Column, type Relation, type Source, sourceColumnText } from '@dlpc/compiler';
import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type Range,
  SymbolKind,
} from 'vscode-languageserver/node';
import { uriOf } from '../convert.ts';
import { type PolicySymbol, symbolKey } from '../symbols/policy-symbol.ts';
import { nameAtCursor } from '../symbols/project-names.ts';
import { locationOf, placesOf } from './definition.ts';
import type { FeatureContext } from './feature-context.ts';

/** What an item brings back when an editor asks on: whose document to ask in, and what it stands for. */
export interface FlowData {
  readonly uri: string;
  readonly key: string;
}

export function isFlowData(data: unknown): data is FlowData {
  return (
    typeof data === 'object' &&
    data !== null &&
    'uri' in data &&
    typeof data.uri === 'string' &&
    'key' in data
  );
}

type Flowing = Extract<PolicySymbol, { readonly kind: 'label' | 'column' }>;

/** Null where neither a label nor a column is named at the cursor. */
export function prepareFlow(context: FeatureContext): CallHierarchyItem[] | null {
  const found = nameAtCursor(context);
  if (found === null || !isFlowing(found.symbol)) return null;
  const item = itemOf(context, found.symbol);
  return item === null ? null : [item];
}

/** What an item flows into. */
export function flowsInto(context: FeatureContext, { data }: CallHierarchyItem): CallHierarchyOutgoingCall[] {
  const from = isFlowData(data) ? symbolNamed(context, data.key) : null;
  if (from === null) return [];
  const reached = [...everyCarried(context)].filter(({ source, carried }) =>
    from.kind === 'label'
      ? carried.source === null && carried.from !== null && carried.label.path === from.path
      : source === from.source && isFrom(carried, from),
  );
  return distinct(reached).flatMap(({ carried, ...column }) => {
    const to = itemOf(context, { kind: 'column', ...column });
    const ranges = from.kind === 'label' ? rangesOf(context, carried) : [];
    return to === null ? [] : [{ to, fromRanges: ranges }];
  });
}

/** What the labels of an item come from. */
export function flowsFrom(context: FeatureContext, { data }: CallHierarchyItem): CallHierarchyIncomingCall[] {
  const into = isFlowData(data) ? symbolNamed(context, data.key) : null;
  if (into?.kind !== 'column') return [];
  const own = [...everyCarried(context)].filter(
    ({ source, relation, column }) =>
      source === into.source && relation === into.relation && column === into.column,
  );
  const origins = new Map<string, { readonly symbol: Flowing; readonly ranges: Range[] }>();
  for (const { source, carried } of own) {
    const symbol = originOf(source, carried);
    if (symbol === null) continue;
    const key = symbolKey(symbol);
    const known = origins.get(key) ?? { symbol, ranges: [] };
    origins.set(key, known);
    if (symbol.kind === 'label') known.ranges.push(...rangesOf(context, carried));
  }
  return [...origins.values()].flatMap(({ symbol, ranges }) => {
    const from = itemOf(context, symbol);
    return from === null ? [] : [{ from, fromRanges: ranges }];
  });
}

/** A label on a column. */
interface Carried {
  readonly source: Source;
  readonly relation: Relation;
  readonly column: Column;
  readonly carried: CarriedLabel;
}

function* everyCarried({ result }: FeatureContext): Iterable<Carried> {
  for (const { source, carried: labels } of result.checked.settled.values())
    for (const [relation, byColumn] of labels.relations)
      for (const column of relation.columns)
        for (const carried of byColumn.get(column.name) ?? []) yield { source, relation, column, carried };
}

function isFrom(
  { source }: CarriedLabel,
  { relation, column }: Extract<Flowing, { kind: 'column' }>,
): boolean {
  return source?.relation === relation && source.column === column.name;
}

/** One step back: a column, or the label that somebody put there; null for the label of what nobody classified. */
function originOf(source: Source, { label, from, source: step }: CarriedLabel): Flowing | null {
  if (step === null) return from === null ? null : { kind: 'label', path: label.path };
  const column = step.relation.columns.find(({ name }) => name === step.column);
  return column === undefined ? null : { kind: 'column', source, relation: step.relation, column };
}

/** A column carries several labels from the same place. */
function distinct(all: readonly Carried[]): readonly Carried[] {
  return [...new Map(all.map((one) => [symbolKey({ kind: 'column', ...one }), one])).values()];
}

/** Where `classify` put it. */
function rangesOf(context: FeatureContext, { from }: CarriedLabel): Range[] {
  return from === null ? [] : locationOf(context, from).map(({ range }) => range);
}

function isFlowing(symbol: PolicySymbol): symbol is Flowing {
  return symbol.kind === 'label' || symbol.kind === 'column';
}

function symbolNamed(context: FeatureContext, key: string): Flowing | null {
  for (const path of context.result.checked.program.labels.keys())
    if (symbolKey({ kind: 'label', path }) === key) return { kind: 'label', path };
  for (const { source, relation, column } of everyCarried(context))
    if (symbolKey({ kind: 'column', source, relation, column }) === key)
      return { kind: 'column', source, relation, column };
  return null;
}

/** Null for what is declared in no file that is known. */
function itemOf(context: FeatureContext, symbol: Flowing): CallHierarchyItem | null {
  const [place] = placesOf(context, symbol);
  if (place === undefined) return null;
  const data: FlowData = { uri: uriOf(context.path), key: symbolKey(symbol) };
  const { uri, range } = place;
  return {
    name:
      symbol.kind === 'label'
        ? symbol.path
        : sourceColumnText(symbol.source, symbol.relation, symbol.column.name),
    detail: symbol.kind === 'label' ? 'label' : labelsOn(context, symbol),
    kind: symbol.kind === 'label' ? SymbolKind.EnumMember : SymbolKind.Field,
    ...{ uri, range, selectionRange: range, data },
  };
}

function labelsOn(
  { result }: FeatureContext,
  { source, relation, column }: Extract<Flowing, { kind: 'column' }>,
): string {
  const labels = result.checked.settled.get(source)?.carried.of(relation, column.name) ?? [];
  return labels.map(({ label }) => label.path).join(', ');
}
