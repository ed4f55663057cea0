/** What a name in a policy can mean, and when two names mean the same. */
import type { ApiOperation, ApiSource, Column, Relation, Source } from '@dlpc/compiler';
import type { Span } from '@dlpc/language';

export type PolicySymbol =
  | { readonly kind: 'label'; readonly path: string }
  | {
      readonly kind: 'group' | 'claim' | 'policy' | 'identity' | 'source' | 'detector';
      readonly name: string;
    }
  | { readonly kind: 'mask'; readonly name: string }
  /** `caller`, `task.name`, `now`: what the language itself lets conditions read. */
  | { readonly kind: 'field'; readonly path: string }
  | { readonly kind: 'relation'; readonly source: Source; readonly relation: Relation }
  | {
      readonly kind: 'column';
      readonly source: Source;
      readonly relation: Relation;
      readonly column: Column;
    }
  | { readonly kind: 'operation'; readonly source: ApiSource; readonly operation: ApiOperation }
  /** A file or a folder that is named by its path. */
  | { readonly kind: 'file'; readonly path: string };

/** A place where a symbol is named. */
export interface Occurrence {
  readonly span: Span;
  readonly symbol: PolicySymbol;
  /** Whether this is where it is declared. */
  readonly declares: boolean;
  /** Whether the name stands within a text that is not of this language: a condition in SQL. */
  readonly inSql: boolean;
}

/** The same for two symbols that are the same, and for no others. */
export function symbolKey(symbol: PolicySymbol): string {
  switch (symbol.kind) {
    case 'label':
    case 'field':
    case 'file':
      return JSON.stringify([symbol.kind, symbol.path]);
    case 'relation':
    case 'column': {
      const { source, relation } = symbol;
      const column = symbol.kind === 'column' ? [symbol.column.name] : [];
      return JSON.stringify([symbol.kind, source.name, relation.schema, relation.name, ...column]);
    }
    case 'operation': {
      const { source, operation } = symbol;
      return JSON.stringify([symbol.kind, source.name, operation.method, operation.template.text]);
    }
    default:
      return JSON.stringify([symbol.kind, symbol.name]);
  }
}
