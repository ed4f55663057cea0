/** Words that a statement gives a meaning to: actions, units, spans of time, levels of record, types, validators. */
import {
  ACTIONS,
  BUDGET_PERIODS,
  BUDGET_UNITS,
  CLAIM_TYPES,
  RECORD_LEVELS,
  validatorNames,
} from '@dlpc/compiler';
import { CompletionItemKind } from 'vscode-languageserver/node';
import type { Candidate } from '../candidate.ts';
import type { CompletionRequest } from '../request.ts';

const LEVELS: Readonly<Record<string, string>> = {
  none: 'Nothing is kept.',
  metadata: 'Who asked what, when, and what was decided.',
  everything: 'The same, and what the caller got: masked, as it crossed the wire.',
};

const VALIDATORS: Readonly<Record<string, string>> = {
  luhn: 'The check digit of card numbers.',
  iban: 'The check digits of an IBAN.',
  ssn: 'Area, group and serial that a US social security number can have.',
  aba: 'The check digit of a US routing number.',
  ipv4: 'Four numbers from 0 to 255.',
};

/** What the statement has already is left out. Reading is what people allow, writing what they hold or deny. */
export function actionCandidates({ place }: CompletionRequest): readonly Candidate[] {
  const taken = new Set(place.siblings.map((path) => path.join('.')));
  const verb = place.statement[0]?.text;
  const likeliest = verb === 'approve' || verb === 'deny' ? ACTIONS.toReversed() : ACTIONS;
  return words(
    likeliest.filter((action) => !taken.has(action)),
    'action',
  );
}

export const unitCandidates = (): readonly Candidate[] => words(BUDGET_UNITS, 'what is counted');

export const periodCandidates = (): readonly Candidate[] => words(BUDGET_PERIODS, 'how long it counts');

export const levelCandidates = (): readonly Candidate[] =>
  words([...RECORD_LEVELS].reverse(), 'level of record', LEVELS);

export const validatorCandidates = (): readonly Candidate[] => words(validatorNames, 'validator', VALIDATORS);

export function claimTypeCandidates({ place }: CompletionRequest): readonly Candidate[] {
  if (place.statement.at(-1)?.text === 'of') return words(['string'], 'type of claim');
  return words(CLAIM_TYPES, 'type of claim');
}

export function detectorCandidates({ program }: CompletionRequest): readonly Candidate[] {
  return [...program.detectors.values()].map(({ name, declaration }) => ({
    name,
    kind: CompletionItemKind.Constant,
    detail: `/${declaration.pattern.pattern}/`,
    ...(declaration.documentation === null ? {} : { documentation: () => declaration.documentation ?? '' }),
  }));
}

function words(
  list: readonly string[],
  detail: string,
  documentation: Readonly<Record<string, string>> = {},
): readonly Candidate[] {
  return list.map((name) => {
    const said = documentation[name];
    return {
      name,
      kind: CompletionItemKind.EnumMember,
      detail,
      ...(said === undefined ? {} : { documentation: () => said }),
    };
  });
}
