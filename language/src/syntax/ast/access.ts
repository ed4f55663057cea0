/** Accesses: what a caller does, of which `allow`, `deny`, `approve` and `alert` speak. */
import type { Name, NodeBase } from './base.ts';
import type { StringLiteral } from './literals.ts';
import type { RelationReference } from './paths.ts';

export type Access = SqlAccess | HttpAccess | OperationAccess;

/** `select, insert on customers, sales.*`: actions on relations of a database. */
export interface SqlAccess extends NodeBase {
  readonly kind: 'SqlAccess';
  /** At least one. */
  readonly actions: readonly ActionName[];
  /** None only in a `deny … without where`, where it is every relation of the source. */
  readonly relations: readonly RelationReference[];
}

/** `GET "/v1/customers/{id}"`: methods and path templates of an API. */
export interface HttpAccess extends NodeBase {
  readonly kind: 'HttpAccess';
  /** At least one. */
  readonly methods: readonly ActionName[];
  /** At least one. */
  readonly paths: readonly StringLiteral[];
}

/** `operation listCustomers`: operations of an API by their `operationId`. */
export interface OperationAccess extends NodeBase {
  readonly kind: 'OperationAccess';
  /** At least one. */
  readonly operations: readonly Name[];
}

/** `select`, `GET` as written; checked against the known actions and methods later. */
export interface ActionName extends NodeBase {
  readonly kind: 'ActionName';
  readonly text: string;
}
