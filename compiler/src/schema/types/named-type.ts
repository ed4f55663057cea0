/** Types while a text is read. They are objects, so that a column follows when its type is renamed or moved. */
import type { TypeFamily } from '../model.ts';
import type { ModifierKind } from './modifiers.ts';

interface TypeBase {
  /** Changes with `ALTER TYPE … SET SCHEMA`. */
  schema: string;
  /** Changes with `ALTER TYPE … RENAME TO`. */
  name: string;
}

/** A type of `pg_catalog`. */
export interface BuiltinType extends TypeBase {
  readonly kind: 'builtin';
  readonly family: TypeFamily;
  /** As `format_type` prints it, in two parts with the modifier between; null where it prints the bare name. */
  readonly printed: readonly [string, string] | null;
  readonly modifiers: ModifierKind;
  readonly maxLength: number | null;
}

export interface EnumType extends TypeBase {
  readonly kind: 'enum';
  values: readonly string[];
}

export interface DomainType extends TypeBase {
  readonly kind: 'domain';
  readonly base: TypeRef;
}

/** A type that an extension brings. */
export interface ExtensionType extends TypeBase {
  readonly kind: 'extension';
  readonly extension: string;
  readonly family: TypeFamily;
  readonly ignoresCase: boolean;
  readonly modifiers: ModifierKind;
}

/** Composite, row, range and base types: nothing about them matters but that they exist. */
export interface OpaqueType extends TypeBase {
  readonly kind: 'opaque';
}

export type NamedType = BuiltinType | EnumType | DomainType | ExtensionType | OpaqueType;

/** A type as a column has it. */
export interface TypeRef {
  readonly type: NamedType;
  /** As `format_type` prints it, such as `(40)`; empty where there is none. */
  readonly modifier: string;
  readonly isArray: boolean;
}
