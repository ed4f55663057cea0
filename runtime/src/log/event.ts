/** What an entry of the event catalog says: how severe the event is, what it means, and which fields it carries. */

/** From the least severe on. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Types of fields; a question mark allows null, which is left out of the line. */
interface FieldTypes {
  readonly text: string;
  readonly 'text?': string | null;
  readonly number: number;
  readonly 'number?': number | null;
  readonly flag: boolean;
  readonly texts: readonly string[];
}

export interface FieldSpec {
  readonly type: keyof FieldTypes;
  readonly means: string;
}

export interface EventSpec {
  readonly level: LogLevel;
  /** One sentence. */
  readonly means: string;
  readonly fields: Readonly<Record<string, FieldSpec>>;
}

/** What must be given along with an event. */
export type FieldValues<Spec extends EventSpec> = {
  readonly [Name in keyof Spec['fields']]: FieldTypes[Spec['fields'][Name]['type']];
};

/** Any field's value, as the formats see it. */
export type FieldValue = FieldTypes[keyof FieldTypes];
