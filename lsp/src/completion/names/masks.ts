/** Masks that fit what they are for. */
import {
  type ColumnType,
  findMask,
  lookUpRelation,
  type MaskDefinition,
  type MaskParam,
  maskNames,
  signatureOf,
} from '@dlpc/compiler';
import { CompletionItemKind } from 'vscode-languageserver/node';
import type { Candidate } from '../candidate.ts';
import type { CompletionRequest } from '../request.ts';
import { sourceOfBlock } from './sources.ts';

/** What is asked for most; the others follow by how little they reveal. */
const COMMON = ['redact', 'hash', 'keep_last'];

/** Masks that fit no column that is meant are left out, those that fit only some come last. */
export function maskCandidates(request: CompletionRequest): readonly Candidate[] {
  const types = typesMeant(request);
  const names = [...COMMON, ...maskNames.filter((name) => !COMMON.includes(name))];
  return names.flatMap((name) => {
    const mask = findMask(name);
    if (mask === null) return [];
    const fitting = types.filter((type) => mask.accepts(type));
    if (types.length > 0 && fitting.length === 0) return [];
    const isPartial = fitting.length < types.length;
    return [maskCandidate(mask, types, isPartial)];
  });
}

function maskCandidate(mask: MaskDefinition, types: readonly ColumnType[], isPartial: boolean): Candidate {
  const values = mask.params.filter(({ optional }) => !optional).map((param) => sampleOf(param, types));
  const inside = values.map((value) => `«${value}»`);
  return {
    name: mask.name,
    kind: CompletionItemKind.Function,
    detail: isPartial ? `${signatureOf(mask)} · does not fit every column` : signatureOf(mask),
    documentation: () => mask.doc,
    text: values.length === 0 ? mask.name : `${mask.name}(${values.join(', ')})`,
    ...(values.length === 0 ? {} : { snippet: `${mask.name}(${inside.join(', ')})` }),
    tier: isPartial ? 3 : 1,
  };
}

const SAMPLES = ['month', 'UTC', '###-##-####', '????????'];

/** An argument that the mask takes. */
function sampleOf(param: MaskParam, types: readonly ColumnType[]): string {
  switch (param.type) {
    case 'integer':
      return String(Math.max(param.min, Math.min(param.max, 4)));
    case 'string':
      return JSON.stringify(SAMPLES.find((sample) => param.accepts(sample)) ?? '');
    case 'value':
      return types.length > 0 && types.every(({ family }) => family === 'integer' || family === 'numeric')
        ? '0'
        : '"hidden"';
    case 'pattern':
      return '/[0-9]{4,}/';
  }
}

/** The types of the columns that the statement masks, each text once; none where it cannot be told. */
function typesMeant(request: CompletionRequest): readonly ColumnType[] {
  const { program, labelled, place } = request;
  const tokens = place.statement.map(({ text, name }) => name ?? text);
  if (tokens[1] === 'default') {
    const all = program.classifications.map(({ column }) => column.type);
    return distinct(all);
  }
  const source = sourceOfBlock(request);
  if (source === null) return [];
  const end = tokens.lastIndexOf('with');
  const targets = tokens
    .slice(1, end < 0 ? undefined : end)
    .join(' ')
    .split(' , ')
    .map((target) => target.split(' . '));
  return distinct(
    targets.flatMap((path) => {
      const label = program.labels.get(path.join('.'));
      if (label !== undefined)
        return labelled.carriers(source.name, label.path).map(({ column }) => column.type);
      const [relation, column] = path.slice(-2);
      const found = lookUpRelation(source, path.length > 2 ? (path[0] ?? null) : null, relation ?? '');
      if (found.kind !== 'found') return [];
      return found.relation.columns.filter(({ name }) => name === column).map(({ type }) => type);
    }),
  );
}

function distinct(types: readonly ColumnType[]): readonly ColumnType[] {
  return [...new Map(types.map((type) => [type.text, type])).values()];
}
