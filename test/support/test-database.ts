/** A database of its own for one test file, on the server that all files of the run share. */
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { type PostgresAddress, superuserQuery, superuserUrl } from './postgres.ts';

export interface TestRole {
  readonly name: string;
  readonly password: string;
}

export interface TestDatabase extends PostgresAddress {
  /** Name of the database. */
  readonly name: string;
  /** Connection URL of the superuser to this database. */
  readonly superuserUrl: string;
  /** Runs `sql` as superuser in this database; rows of the last statement. */
  query(sql: string): Promise<Record<string, unknown>[]>;
  /** Makes a role that may log in, with a name no other test file has, and no rights but those of PUBLIC. */
  createRole(): Promise<TestRole>;
  /** Drops the database and its roles. */
  drop(): Promise<void>;
}

/** Address of the run's shared server, which the first call starts. */
export async function sharedPostgres(): Promise<PostgresAddress> {
  const response = await fetch(inject('sharedPostgres'));
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as PostgresAddress;
}

/** Creates a database on the shared server, or on `server`. Call in `beforeAll`, and `drop()` in `afterAll`. */
export async function testDatabase(server?: PostgresAddress): Promise<TestDatabase> {
  const { host, port, superuser, password, major, ca } = server ?? (await sharedPostgres());
  const address: PostgresAddress = { host, port, superuser, password, major, ca };
  const name = unique('test');
  await superuserQuery(address, `create database ${name}`);
  const roles: string[] = [];
  return {
    ...address,
    name,
    superuserUrl: superuserUrl(address, name),
    query: (sql) => superuserQuery(address, sql, name),
    createRole: async () => {
      const role = { name: unique('role'), password: randomBytes(12).toString('base64url') };
      await superuserQuery(address, `create role ${role.name} login password '${role.password}'`);
      roles.push(role.name);
      return role;
    },
    drop: async () => {
      await superuserQuery(address, `drop database if exists ${name} with (force)`);
      for (const role of roles) await superuserQuery(address, `drop role if exists ${role}`);
    },
  };
}

function unique(prefix: string): string {
  return `${prefix}_${randomBytes(6).toString('hex')}`;
}
