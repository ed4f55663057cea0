/** The session's search_path while a text is read. */

/** Schema of temporary objects, which are no part of what a text describes. */
export const TEMPORARY = 'pg_temp';

const CATALOG = 'pg_catalog';
const DEFAULT_PATH: readonly string[] = ['public'];

export class SearchPath {
  #schemas = DEFAULT_PATH;

  /** `SET search_path = …`; there is no schema called like the user here, and none without a name. */
  set(schemas: readonly string[]): void {
    this.#schemas = schemas.filter((schema) => schema !== '$user' && schema !== '');
  }

  reset(): void {
    this.#schemas = DEFAULT_PATH;
  }

  /** Runs `action` with `schema` before all others, as CREATE SCHEMA does for the objects in it. */
  within(schema: string, action: () => void): void {
    const before = this.#schemas;
    this.#schemas = [schema, ...before];
    action();
    this.#schemas = before;
  }

  /** Schemas in which an unqualified name of a relation or type is looked up, in order. */
  get lookup(): readonly string[] {
    const implicit = [TEMPORARY, CATALOG].filter((schema) => !this.#schemas.includes(schema));
    return [...implicit, ...this.#schemas];
  }

  /**
   * Schema in which an unqualified name is created: the first that exists. A dump of single tables does not create
   * their schema, so that the first one serves where none exists.
   */
  creation(exists: (schema: string) => boolean): string | null {
    const candidates = this.#schemas.filter((schema) => schema !== CATALOG);
    return candidates.find(exists) ?? candidates[0] ?? null;
  }
}

/** The schemas in the value of a setting such as `"$user", public`. */
export function splitPath(value: string): readonly string[] {
  const names = value.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^",]+?))\s*(?:,|$)/g);
  return [...names].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? (plain ?? '').toLowerCase());
}
