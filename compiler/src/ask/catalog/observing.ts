/** What the observers of one statement share. */
import type { RangeVar } from 'libpg-query';
import type { RelationState } from '../../schema/ddl/relation-state.ts';
import type { StatementText } from './statement-text.ts';
import type { Surroundings } from './surroundings.ts';

export interface Observing {
  readonly surroundings: Surroundings;
  /** The statement; the locations of its tree are bytes of this text. */
  readonly sql: string;
  readonly text: StatementText;
  /** Another text, cut in the same way. */
  cut(sql: string): StatementText;
  /** The relation that a name means; null where there is none. */
  find(range: RangeVar | undefined): RelationState | null;
}
