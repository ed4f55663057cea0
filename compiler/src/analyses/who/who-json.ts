/** The answer to `who` for programs. Documented in docs/who.md; fields are added, never changed. */
import { escapedJson } from '@dlpc/language';
import { columnEntryText } from '../entry-names.ts';
import { noteJson } from '../note-json.ts';
import type { FileName } from '../note-text.ts';
import { showsFieldValue } from '../outcomes/field-outcomes.ts';
import type { ApiAnswer } from './ask-api.ts';
import type { SourceAnswer } from './ask-who.ts';

/** The report as one JSON text. */
export function whoJson(
  target: string,
  answers: readonly SourceAnswer[],
  apiAnswers: readonly ApiAnswer[],
  fileName: FileName,
): string {
  const sources = answers.map(({ source, sights, commands }) => ({
    source,
    sights: sights.map((group) => ({
      columns: group.columns.map(({ relation, column, from, part, type, labels }) => ({
        name: columnEntryText(relation, column, part),
        schema: relation.schema,
        relation: relation.name,
        column,
        from,
        part,
        type,
        labels,
      })),
      outcomes: group.sights.map(({ treatment, who }) => ({
        shows: treatment === null || treatment.sql === null ? 'value' : 'mask',
        mask: treatment === null || treatment.sql === null ? null : treatment.text,
        rank: treatment?.rank ?? null,
        lookup: treatment?.lookup ?? false,
        ...noteJson(who, fileName),
      })),
    })),
    commands: commands.map(({ action, withoutWhere, effect, who }) => ({
      action,
      withoutWhere,
      effect,
      ...noteJson(who, fileName),
    })),
  }));
  const apis = apiAnswers.map(({ source, operations, sights, complete }) => ({
    source,
    complete,
    operations: operations.map(({ operation, effect, who }) => ({
      operation,
      effect,
      ...noteJson(who, fileName),
    })),
    sights: sights.map((group) => ({
      places: group.places,
      outcomes: group.sights.map(({ treatment, who }) => ({
        shows: treatment === null || showsFieldValue(treatment) ? 'value' : 'mask',
        mask: treatment === null || showsFieldValue(treatment) ? null : treatment.text,
        rank: treatment?.rank ?? null,
        ...noteJson(who, fileName),
      })),
    })),
  }));
  return escapedJson({ version: 1, target, sources, apis });
}
