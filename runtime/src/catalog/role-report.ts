/**
 * Whether the role that sessions use upstream could get around the judge if a statement ever slipped past it: a second
 * wall behind the first.
 */
import { type RelationEntry, relationKey } from '../abi.ts';
import type { CatalogConnection } from '../pgwire/gate.ts';

export interface RoleProblem {
  /** `refuse`: no session is opened with this role. */
  readonly severity: 'refuse' | 'warn';
  /** One sentence. */
  readonly message: string;
}

/** Predefined roles whose members reach files, programs or other sessions. */
const ESCAPING_ROLES = [
  'pg_read_server_files',
  'pg_write_server_files',
  'pg_execute_server_program',
  'pg_read_all_data',
  'pg_write_all_data',
  'pg_monitor',
  'pg_read_all_stats',
  'pg_signal_backend',
];

const ATTRIBUTES = `
  select current_user::text, rolsuper::text, rolcreaterole::text, rolreplication::text, rolbypassrls::text
    from pg_catalog.pg_roles where rolname = current_user`;

/**
 * Roles that the current one is a member of, itself left out, with whether each is a superuser. So is the role that logged in, where `ALTER ROLE …
 * SET role` made it another: DISCARD ALL leads back to it.
 */
const MEMBERSHIPS = `
  select rolname::text, rolsuper::text
    from pg_catalog.pg_roles
   where (pg_catalog.pg_has_role(current_user, oid, 'MEMBER') or pg_catalog.pg_has_role(session_user, oid, 'MEMBER'))
     and rolname <> current_user
   order by 1`;

const OWNED = `
  select n.nspname::text, c.relname::text
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where (pg_catalog.pg_has_role(current_user, c.relowner, 'MEMBER')
          or pg_catalog.pg_has_role(session_user, c.relowner, 'MEMBER'))
     and c.relkind in ('r', 'p', 'v', 'm', 'f')
   order by 1, 2`;

/** Asks the server about the role of `connection`; `relations` are those of the policy. Rejects when the server does. */
export async function checkUpstreamRole(
  connection: CatalogConnection,
  relations: ReadonlyMap<string, RelationEntry>,
): Promise<readonly RoleProblem[]> {
  const problems: RoleProblem[] = [];
  const [role] = await connection.query(ATTRIBUTES);
  const name = role?.[0] ?? 'unknown';
  if (role?.[1] === 'true') {
    // A superuser is a member of every role and owner of all: nothing more is worth saying.
    return [{ severity: 'refuse', message: `the upstream role "${name}" is a superuser` }];
  }
  if (role?.[2] === 'true')
    problems.push({ severity: 'warn', message: `the upstream role "${name}" may create roles` });
  if (role?.[3] === 'true')
    problems.push({ severity: 'refuse', message: `the upstream role "${name}" may replicate the database` });
  for (const [member, isSuperuser] of await connection.query(MEMBERSHIPS)) {
    if (member === null || member === undefined) continue;
    if (isSuperuser === 'true') {
      problems.push({
        severity: 'refuse',
        message: `the upstream role "${name}" is a member of the superuser "${member}"`,
      });
    } else if (ESCAPING_ROLES.includes(member)) {
      problems.push({
        severity: 'refuse',
        message: `the upstream role "${name}" is a member of "${member}", which reaches past relations`,
      });
    }
  }
  for (const [schema, relation] of await connection.query(OWNED)) {
    const entry = relations.get(relationKey(schema ?? '', relation ?? ''));
    if (entry?.columns.some((column) => column.labels.length > 0)) {
      problems.push({
        severity: 'refuse',
        message: `the upstream role "${name}" owns the protected relation "${schema}.${relation}"`,
      });
    }
  }
  return problems;
}
