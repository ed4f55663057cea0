-- SET, SHOW, RESET: what drivers, pools and people set

set application_name = 'report';
show application_name;
reset application_name;

set statement_timeout = 30000;
show statement_timeout;

set lock_timeout to '2s';

set idle_in_transaction_session_timeout = '10min';

set time zone 'Europe/Oslo';
select created_at from customers where id = 1;
show timezone;
reset time zone;

set time zone interval '-08:00' hour to minute;
select created_at from customers where id = 1;

set timezone = 'UTC';

set time zone local;

set time zone default;

set datestyle = 'German, DMY';
select date '2024-02-29', timestamp '2024-02-29 10:00';

set datestyle to 'ISO';

set intervalstyle = 'iso_8601';
select interval '1 day 2 hours';

set extra_float_digits = 3;
select 0.1::float8 + 0.2::float8, 1::float4 / 3;

set bytea_output = 'escape';
select '\x0041'::bytea;

set client_min_messages = warning;

set client_min_messages to 'notice';

set client_encoding = 'UTF8';
show client_encoding;

set names 'UTF8';

set standard_conforming_strings = on;

set escape_string_warning = off;
select 'a\b';

set row_security = off;

set default_transaction_read_only = on;
show default_transaction_read_only;
reset default_transaction_read_only;

set default_transaction_isolation = 'repeatable read';

set session statement_timeout = 0;

set local statement_timeout = 100;

set jit = off;

set synchronize_seqscans to off;

set xmloption = content;

-- refused: names are resolved by the path that the session began with
-- why: a bare name must mean to the server what it means to the judge; give the proxy's role the path with `ALTER ROLE … SET search_path`, or write the schema before the name
set search_path = public;

set search_path to "$user", public;

set session authorization default;

reset all;

reset session authorization;

reset role;

-- refused: the proxy decides as which role
-- why: what a session may read is the policy's to say, and the role below it the operator's; `RESET ROLE` passes
set role none;

show server_version;

show server_version_num;

show search_path;

show max_identifier_length;

show transaction isolation level;

show lc_messages;

show server_encoding;

show datestyle;

show integer_datetimes;

show standard_conforming_strings;

show default_transaction_read_only;

show is_superuser;

show session_authorization;

show work_mem;

show max_connections;

show block_size;

-- refused: its value is not among those
-- why: what stands in a setting that nobody knows may be a secret; the server says `42704` where there is none
show nothing_like_this;

-- refused: it is not among the settings
-- why: nobody has looked at what it does; the server says `42704` where there is none
set nothing_like_this = 1;

select current_setting('timezone'), current_setting('server_version_num')::int > 100000, current_setting('search_path', true);

-- with: ["TimeZone", "max_identifier_length"]
select current_setting($1), current_setting($2::varchar, true)::int;

select name, current_setting(name, true) from pg_settings where name in ('DateStyle', 'max_index_keys', 'search_path') order by 1;

-- differs
select name, setting, unit, context, vartype, min_val, max_val, enumvals from pg_settings where name in ('work_mem', 'timezone', 'search_path') order by name;

select set_config('statement_timeout', '5000', false);

select set_config('application_name', 'from a function', false);

-- refused: settings are read by SHOW
-- why: the same as with SET
select set_config('search_path', 'public', false);

-- fails
select pg_catalog.set_config('search_path', '', false);
show search_path;
select id from public.categories where id = 1;
select id from categories;
reset search_path;
select id from categories where id = 1;

select set_config('search_path', '"$user", public', true);

set local search_path = '';

set search_path to default;

-- refused: SHOW ALL
-- why: some settings hold commands, paths and keys; `select * from pg_settings` passes
show all;

-- refused: role
-- why: what a session may read is the policy's to say
set role nobody;

-- refused: session_replication_role
-- why: what a session may read is the policy's to say
set session_replication_role = replica;

-- refused: work_mem
-- why: plans decide the order of rows; set it for the proxy's role
set work_mem = '64MB';

-- refused: synchronous_commit
-- why: whether a commit is kept is the operator's choice; set it for the proxy's role
set synchronous_commit = off;
