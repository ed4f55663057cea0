/** What a journal tells of sessions, statements and columns, as its readers see it. */
import type { Json, JsonObject } from '../journal/format.ts';
import { numberOf, objectOf, textOf, textsOf } from './json-access.ts';

export interface ToldSession {
  readonly id: string;
  readonly protocol: string;
  readonly source: string;
  readonly user: string;
  readonly address: string;
  readonly application: string;
  readonly startedAt: number;
  readonly sub: string;
  /** Caller and task as the journal has them. */
  readonly caller: JsonObject;
  readonly task: JsonObject;
  /** Tasks and tokens that it acts for; empty where it acts for itself. */
  readonly delegation: JsonObject;
}

export interface ToldStatement {
  /** Around the constants; null where there is no text to show. */
  readonly asked: readonly string[] | null;
  readonly runs: readonly string[] | null;
  readonly withholds: boolean;
  readonly writes: boolean;
  readonly accesses: readonly string[];
  readonly rules: readonly string[];
  readonly masks: readonly { readonly column: string; readonly treatment: string }[];
  readonly revealed: readonly string[];
  readonly revision: string;
}

export interface ToldColumns {
  readonly names: readonly string[];
  /** A letter each, see column-classes.ts. */
  readonly classes: string;
}

export function toldSession(told: JsonObject): ToldSession {
  const caller = objectOf(told.caller);
  return {
    id: textOf(told.id),
    protocol: textOf(told.protocol),
    source: textOf(told.source),
    user: textOf(told.user),
    address: textOf(told.address),
    application: textOf(told.application),
    startedAt: numberOf(told.startedAt),
    sub: textOf(caller.sub),
    caller,
    task: objectOf(told.task),
    delegation: objectOf(told.delegation),
  };
}

export function toldStatement(told: JsonObject): ToldStatement {
  const masks = Array.isArray(told.masks) ? told.masks.map(objectOf) : [];
  return {
    asked: told.asked == null ? null : textsOf(told.asked),
    runs: told.runs == null ? null : textsOf(told.runs),
    withholds: told.withholds === true,
    writes: told.writes === true,
    accesses: textsOf(told.accesses),
    rules: textsOf(told.rules),
    masks: masks.map(({ column, treatment }) => ({ column: textOf(column), treatment: textOf(treatment) })),
    revealed: textsOf(told.revealed),
    revision: textOf(told.revision),
  };
}

export function toldColumns(told: JsonObject): ToldColumns {
  return { names: textsOf(told.names), classes: textOf(told.classes) };
}

/** A text again: pieces and constants in turn. Digests stand as strings, so that the text can still be parsed. */
export function filled(pieces: readonly string[], constants: Json | undefined): string {
  const given = Array.isArray(constants) ? constants.map((item) => textOf(item)) : null;
  const other = `'${textOf(objectOf(constants).digest)}'`;
  return pieces
    .map((piece, at) => {
      if (at === pieces.length - 1) return piece;
      const constant = given === null ? other : (given[at] ?? '');
      return piece + (constant.startsWith('#') ? `'${constant}'` : constant);
    })
    .join('');
}
