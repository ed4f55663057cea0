/** From what the grammar expects at a place to what could be written there: one line for each role of a name or text. */
import type { Expected, LiteralRole, NameRole, TextRole } from '@dlpc/language';
import { CompletionItemKind } from 'vscode-languageserver/node';
import { type Candidate, inTier } from './candidate.ts';
import { keywordCandidates } from './keywords.ts';
import { answerFieldCandidates } from './names/answer-fields.ts';
import { callerFieldCandidates, callerValueCandidates, objectAt } from './names/callers.ts';
import { columnPathCandidates } from './names/column-paths.ts';
import { conditionCandidates, memberCandidates } from './names/conditions.ts';
import {
  endpointCandidates,
  methodCandidates,
  operationCandidates,
  requestPathCandidates,
} from './names/endpoints.ts';
import { classifiedLabels, labelCandidates } from './names/labels.ts';
import { maskedCandidates } from './names/masked.ts';
import { maskCandidates } from './names/masks.ts';
import { relationCandidates } from './names/relations.ts';
import { sourceCandidates, sourceNamed, sourceOfBlock } from './names/sources.ts';
import { targetCandidates } from './names/targets.ts';
import { fileTexts, groupTexts, subjectTexts, timeZoneTexts } from './names/texts.ts';
import * as words from './names/words.ts';
import type { CompletionRequest } from './request.ts';

type Proposer = (request: CompletionRequest) => readonly Candidate[];

const nothing: Proposer = () => [];

const names: Readonly<Record<NameRole, Proposer>> = {
  new: nothing,
  'claim-type': words.claimTypeCandidates,
  label: (request) =>
    request.place.statement[0]?.text === 'classify'
      ? classifiedLabels(request)
      : labelCandidates(request, ({ path }) => (request.labelled.isUsed(path) ? 1 : 2)),
  'column-path': columnPathCandidates,
  detector: words.detectorCandidates,
  validator: words.validatorCandidates,
  mask: maskCandidates,
  'mask-argument': words.detectorCandidates,
  condition: conditionCandidates,
  member: memberCandidates,
  source: sourceCandidates,
  'record-level': words.levelCandidates,
  action: (request) => {
    const methods = methodCandidates(request, sourceOfBlock(request));
    return methods.length > 0 ? methods : words.actionCandidates(request);
  },
  operation: operationCandidates,
  relation: relationCandidates,
  target: targetCandidates,
  'json-field': answerFieldCandidates,
  'budget-unit': words.unitCandidates,
  'budget-period': words.periodCandidates,
  database: (request) => sourceCandidates(request).filter(({ name }) => request.program.sources.has(name)),
  api: (request) => sourceCandidates(request).filter(({ name }) => request.program.apis.has(name)),
  method: (request) => methodCandidates(request, sourceBefore(request, 1)),
  masked: maskedCandidates,
  'caller-field': callerFieldCandidates,
  'caller-value': callerValueCandidates,
};

/** Texts of SQL are proposed word by word, which complete.ts does. */
const texts: Readonly<Record<TextRole, Proposer>> = {
  'import-path': (request) => fileTexts(request, /\.dlp$/),
  'database-path': (request) => fileTexts(request, /\.sql$|\/$/),
  'api-path': (request) => fileTexts(request, /\.(?:ya?ml|json)$/),
  issuer: nothing,
  audience: nothing,
  'condition-text': conditionTexts,
  'time-zone': timeZoneTexts,
  endpoint: endpointCandidates,
  approver: groupTexts,
  'mask-text': nothing,
  title: nothing,
  'sql-statement': nothing,
  'request-path': (request) => requestPathCandidates(request, sourceBefore(request, 2)),
  'caller-text': callerTexts,
  'row-condition': nothing,
};

const literals: Readonly<Record<LiteralRole, readonly string[]>> = {
  integer: [],
  duration: ['15m', '1h', '4h', '30m', '1d'],
  date: [],
  instant: [],
  time: [],
  regex: [],
};

/** All candidates of all that is expected, each with its tier. */
export function candidatesFor(request: CompletionRequest): readonly Candidate[] {
  const { expects, quoted } = request.place;
  const keywords = expects.flatMap((each) => (each.kind === 'word' ? [each.word] : []));
  const hasNames = expects.some(
    (each) => each.kind === 'name' || (each.kind === 'text' && each.role === 'endpoint'),
  );
  const known = keywordCandidates(request, keywords);
  const isDatabase = request.program.sources.has(request.place.source ?? '');
  const isOperation = ({ name }: Candidate) => name === 'operation' && !isDatabase;
  return [
    // Another way to begin, as likely as the methods of an API.
    ...known.filter(isOperation).map(({ tier: _, ...candidate }) => candidate),
    ...expects.flatMap((each) => expectedCandidates(request, each, quoted)),
    // Among names, words that continue come last.
    ...inTierIf(
      hasNames,
      known.filter((candidate) => !isOperation(candidate)),
    ),
  ];
}

function inTierIf(hasNames: boolean, words: readonly Candidate[]): readonly Candidate[] {
  return hasNames ? inTier(6, words) : words;
}

function expectedCandidates(
  request: CompletionRequest,
  expected: Expected,
  quoted: boolean,
): readonly Candidate[] {
  switch (expected.kind) {
    case 'word':
      return [];
    case 'mark':
      return quoted ? [] : [{ name: expected.mark, kind: CompletionItemKind.Operator, tier: 0 }];
    case 'name':
      return names[expected.role](request);
    case 'text':
      return texts[expected.role](request);
    case 'literal':
      return literals[expected.role].map((name) => ({ name, kind: CompletionItemKind.Value }));
  }
}

/** Beside `caller.groups` and `caller.actor.groups` a group, beside `now in` nothing that is known. */
function conditionTexts(request: CompletionRequest): readonly Candidate[] {
  const { place } = request;
  const before = place.statement.slice(-4).map(({ text }) => text);
  const field = before.slice(0, 3).join('');
  const isComparison = before[3] === '==' || before[3] === '!=';
  if (before[3] === 'in') return [];
  if (isComparison && field === 'caller.kind') return [];
  if (isComparison && field === 'caller.sub') return subjectTexts(request);
  if (isComparison || place.path.length > 0) return [];
  const groups = groupTexts(request);
  if (place.quoted) return groups;
  // A text alone is no condition.
  const hasKind = place.statement.some(({ text }) => text === 'kind');
  const own = place.declaration[0]?.text === 'group' ? place.declaration[1]?.name : null;
  return groups.map((group) => ({
    ...group,
    name: `${group.text} in caller.groups`,
    text: `${group.text} in caller.groups`,
    tier: hasKind || group.name === own ? 0.5 : 2,
  }));
}

function callerTexts(request: CompletionRequest): readonly Candidate[] {
  const { statement } = request.place;
  const { owner } = objectAt(request.place);
  if (owner !== null && owner !== 'actor') return [];
  const key = statement.findLast((_, index) => statement[index + 1]?.text === ':')?.name;
  if (key === 'groups') return groupTexts(request);
  return key === 'sub' ? subjectTexts(request) : [];
}

/** The source of a case, named so many tokens before the place. */
function sourceBefore({ place, program }: CompletionRequest, count: number): ReturnType<typeof sourceNamed> {
  return sourceNamed(program, place.statement.at(-count)?.name ?? '');
}
