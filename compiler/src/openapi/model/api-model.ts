/**
 * What the compiler knows of an API, however its document is spread over files.
 *
 * A *site* is a place where the document writes a schema. What can stand at one place of a body is described by several
 * sites together: a property's own, what that refers to, and every part of an `allOf`, `oneOf` or `anyOf`. Such a set is a
 * *shape*. Labels are put on sites; a value carries the labels of every site of its shape, so that one which is put on a
 * component reaches every body that uses it. Shapes refer to each other as schemas do, in circles too.
 */
import type { Schema } from '../../schema/model.ts';
import type { DocumentNode } from '../document/document-node.ts';
import type { PathTemplate } from './path-template.ts';

/** A place where a schema is written. */
export interface Site {
  /** Unique within the model. */
  readonly id: number;
  readonly file: string;
  /** JSON pointer within the file. */
  readonly pointer: string;
  readonly node: DocumentNode;
}

export type JsonType = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';

/** A property, or what else can stand inside a value. */
export interface Part {
  /** Where this part itself is written, which is what a label of it is put on; more than one in a union. */
  readonly declared: readonly Site[];
  readonly shape: Shape;
}

/** What may stand at one place: a union, in which nothing that any schema lets in is missing. */
export interface Shape {
  readonly id: number;
  /** Ordered by id. */
  readonly sites: readonly Site[];
  /** The types that the schemas name; empty where they name none, and anything may stand there. */
  readonly types: ReadonlySet<JsonType>;
  readonly properties: ReadonlyMap<string, Part>;
  /** Properties that are not named; null where the schemas say nothing of them. */
  readonly additional: Part | null;
  /** Items of a list, at whatever place; null where the schemas say nothing of them. */
  readonly items: Part | null;
  /** False for what the document names without a schema: a body, a parameter or a header that may hold anything. */
  readonly isDescribed: boolean;
}

export type ParameterPlace = 'path' | 'query' | 'header' | 'cookie';

export interface ApiParameter {
  readonly name: string;
  readonly in: ParameterPlace;
  readonly part: Part;
}

/** A body of one media type. */
export interface ApiBody {
  /** In lower case, without parameters: `application/json`, or a range such as `text/*`. */
  readonly mediaType: string;
  readonly part: Part;
}

export interface ApiResponse {
  /** `200`, `2XX` or `default`. */
  readonly status: string;
  readonly bodies: readonly ApiBody[];
  /** Names in lower case. */
  readonly headers: readonly { readonly name: string; readonly part: Part }[];
}

/** A method on a path. */
export interface ApiOperation {
  /** In capitals. */
  readonly method: string;
  readonly template: PathTemplate;
  readonly operationId: string | null;
  readonly parameters: readonly ApiParameter[];
  readonly request: readonly ApiBody[];
  readonly responses: readonly ApiResponse[];
}

/** What fields are named from: a schema of the components, or an operation. */
export interface ApiObject {
  readonly kind: 'schema' | 'operation';
  readonly name: string;
  /** Where the walk along a field's path starts: what may stand there. */
  readonly starts: readonly Shape[];
  /** Parameters of an operation, by name. */
  readonly parameters: ReadonlyMap<string, readonly Part[]>;
  /** Bodies of an operation. */
  readonly bodies: readonly Part[];
}

export interface ApiModel {
  /** In the order of the document. */
  readonly operations: readonly ApiOperation[];
  /** All shapes that operations and components reach, by id. */
  readonly shapes: readonly Shape[];
  /** By name; where an operation is called like a schema, the schema. */
  readonly objects: ReadonlyMap<string, ApiObject>;
  /**
   * The same as tables: each object a relation, each site at which a property or parameter is written a part of one column,
   * of the object in which it stands.
   */
  readonly schema: Schema;
  /** The column of a site, by the id of the site. */
  readonly columns: ReadonlyMap<number, FieldColumn>;
  /** SHA-256 over what of all this a bundle depends on. */
  readonly fingerprint: string;
}

/** A column of {@link ApiModel.schema}, by the names of its relation and its own. */
export interface FieldColumn {
  readonly object: string;
  readonly name: string;
}
