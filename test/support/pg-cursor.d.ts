/** The part of pg-cursor that is used here; the package brings no types. */
declare module 'pg-cursor' {
  import type { Submittable } from 'pg';

  export default class Cursor implements Submittable {
    constructor(text: string, values?: unknown[], config?: { rowMode?: 'array' });
    /** Executes the portal for at most `rows` rows. */
    read(rows: number): Promise<unknown[]>;
    close(): Promise<void>;
    submit: Submittable['submit'];
  }
}
