/**
 * The databases of one server. All hold the same schema and the same rows; to some, somebody has added what attacks make use of, and
 * what nobody told the policy.
 */
import type { DatabaseName } from './policy.ts';

/** What was added to each database, after `schema.sql`. */
export const ADDED: Readonly<Record<DatabaseName, string>> = {
  crm: '',

  // Names of built-ins, chosen before them for some types of arguments or on some search paths.
  overloaded: `
    create function lower(varchar) returns text language sql stable security definer
      as $$ select email from public.people where id = 1 $$;
    create function greet(text) returns text language sql stable security definer
      as $$ select email || $1 from public.people where id = 1 $$;
    create function same(char, char) returns boolean language sql stable security definer
      as $$ select exists (select from public.people where email like $1 || '%') $$;
    create operator ~~ (leftarg = char, rightarg = char, function = same);
    create function whole(integer) returns text language sql stable security definer
      as $$ select email from public.people where id = $1 $$;
    create aggregate max (varchar) (sfunc = textcat, stype = text, initcond = '');
    create function format(varchar, variadic varchar[]) returns text language sql stable security definer
      as $$ select email from public.people where id = 1 $$;
    create function reverse(varchar, text default public.leak()) returns text language sql stable
      as $$ select $2 $$;
    create function initcap(anyenum) returns text language sql stable security definer
      as $$ select email from public.people where id = 1 $$;
    create function finished(text) returns text language sql stable security definer
      as $$ select email from public.people where id = 1 $$;
    create aggregate min (varchar) (sfunc = textcat, stype = text, initcond = '', finalfunc = finished);
    create operator @ (rightarg = text, function = greet);
    create procedure shout(text) language plpgsql security definer
      as $$ begin raise notice '%', (select email from public.people where id = 1); end $$;
    create type pair as (left_one text, right_one text);
    create function left_one(pair) returns text language sql stable security definer
      as $$ select email from public.people where id = 1 $$;
    create function sorted(text, text) returns int language plpgsql immutable security definer
      as $$ begin raise exception '%', (select email from public.people where id = 1); end $$;
    create operator class telling for type text using btree as function 1 sorted(text, text),
      operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >;
    create type spans as range (subtype = text, subtype_opclass = telling, multirange_type_name = many_spans);
    create view pg_stat_user_people as select * from people;
    alter table people add column nickname text;
    update people set nickname = 'raw nickname of ' || email;
    create table unheard_of as select id, email from people;
    drop materialized view people_copy;
    create materialized view people_copy as select length(email) as id, email from people;`,

  // Extensions that only compute, and one that does not.
  extended: `
    create extension citext;
    create extension pg_trgm;
    create extension hstore;
    create extension dblink;
    create extension tablefunc;
    create extension pageinspect;
    create extension file_fdw;
    create server here foreign data wrapper file_fdw;
    create foreign table passwords (line text) server here options (filename '/etc/passwd');`,

  // A cast that runs somebody's function wherever an integer meets a text.
  closed: `
    create function spelled(integer) returns text language sql stable security definer
      as $$ select email from public.people where id = $1 $$;
    create cast (integer as text) with function spelled(integer) as implicit;`,
};

/** What the role of the proxy may do: more than it should, so that the judge alone stands in the way. */
export function grantsSql(role: string): string {
  return ['public', 'archive', '"Odd ""Names"""']
    .map(
      (schema) => `
        grant usage on schema ${schema} to ${role};
        grant select on all tables in schema ${schema} to ${role};
        grant usage, select on all sequences in schema ${schema} to ${role};`,
    )
    .join('\n')
    .concat(`
      grant truncate on people, baskets, deliveries to ${role};
      grant insert, update, delete on diary, baskets, ledger, archive.notes, papers, tickets to ${role};
      grant insert, update, delete on accounts, mentions, grants, echoes, tallies, deliveries, express_deliveries, parcels, depots to ${role};
      grant select on large object 424242 to ${role};`);
}
