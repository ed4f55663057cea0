/** Notes for programs. Documented in docs/who.md; fields are added, never changed. */
import { callerText } from '../check/satisfy/caller-text.ts';
import type { Witness } from '../check/satisfy/witness.ts';
import type { Note } from './access-note.ts';
import { type Description, type Term, termText } from './conditions/describe.ts';
import type { FileName } from './note-text.ts';
import type { NamedRule } from './policy-world.ts';

export interface NoteJson {
  readonly decided: boolean;
  readonly nobody: boolean;
  readonly condition: ConditionJson;
  readonly rules: readonly RuleJson[];
  readonly witness: WitnessJson | null;
}

export interface ConditionJson {
  /** All terms in one text. */
  readonly text: string;
  readonly terms: readonly (Term & { readonly text: string })[];
  readonly complete: boolean;
}

export interface RuleJson {
  readonly policy: string;
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

export interface WitnessJson {
  readonly text: string;
  /** Null where no condition asks for the time. */
  readonly at: string | null;
}

export function noteJson(note: Note, fileName: FileName): NoteJson {
  return {
    decided: !note.undecided,
    nobody: !note.undecided && note.witness === null,
    condition: conditionJson(note.condition),
    rules: note.rules.map((rule) => ruleJson(rule, fileName)),
    witness: note.witness && witnessJson(note.witness),
  };
}

export function conditionJson({ terms, complete }: Description): ConditionJson {
  const texts = terms.map(termText);
  const text =
    texts.length === 0 ? 'false' : texts.map((t) => (texts.length > 1 ? `(${t})` : t)).join(' or ');
  return { text, terms: terms.map((term) => ({ text: termText(term), ...term })), complete };
}

export function ruleJson({ policyName, file, line, text }: NamedRule, fileName: FileName): RuleJson {
  return { policy: policyName, file: fileName(file), line, text };
}

export function witnessJson(witness: Witness): WitnessJson {
  const at = witness.isTimed ? new Date(witness.now).toISOString().replace('.000', '') : null;
  return { text: callerText(witness), at };
}
