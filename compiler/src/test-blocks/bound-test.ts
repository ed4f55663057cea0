/** Tests with their names led to what they name, and their callers read. */
import type { HttpCase, SqlCase, TestDeclaration } from '@dlpc/language';
import type { Asker } from '@dlpc/runtime/abi';
import type { Source } from '../bind/program.ts';

export interface BoundTest {
  readonly name: string;
  readonly declaration: TestDeclaration;
  readonly asker: Asker;
  /** Milliseconds since 1970; null for the moment in which it runs. */
  readonly at: number | null;
  readonly cases: readonly BoundCase[];
}

export interface BoundCase {
  readonly node: SqlCase | HttpCase;
  readonly source: Source;
  /** The statement; of a case over HTTP, the request: `GET /v1/customers/42`. */
  readonly sql: string;
  readonly expected: Expected;
}

/** What is expected of what passes. */
export interface ExpectedPass {
  /** The relations of which some rows only are seen, by `relationKey`: exactly these; null where nothing is said of rows. */
  readonly filtered: ReadonlySet<string> | null;
  /** The budgets of policies that stop what goes beyond them, by `budgetText`: exactly these; null where nothing is said of budgets. */
  readonly limited: ReadonlySet<string> | null;
}

export type Expected =
  /** It passes, and nothing that comes back is masked. */
  | ({ readonly kind: 'allow' } & ExpectedPass)
  | { readonly kind: 'deny' }
  /** Somebody of these groups has to agree, and then it passes. `people`: how many at least; null where nothing is said of it. */
  | ({
      readonly kind: 'approve';
      readonly groups: ReadonlySet<string>;
      readonly people: number | null;
    } & ExpectedPass)
  /** It passes, and exactly these columns of the result, or places of the answer, are masked: each with a mask, or, null, with any. */
  | ({ readonly kind: 'mask'; readonly columns: ReadonlyMap<string, string | null> } & ExpectedPass);
