/** Name of a schema that nobody should have. */
export const SCHEMA = 'we"ird Name';
const QUOTED = '"we""ird Name"';

/** Rows of each table, one every ten minutes, the newest first: row `i` arrived `i - 1` steps before the world began. */
export const ROWS = 200;
export const STEP_SECONDS = 600;
/** Holds the newest 51 rows for the ten minutes that the tests have. */
export const WINDOW = { timestampColumn: 'At', windowSeconds: 50 * STEP_SECONDS + STEP_SECONDS - 1 };
export const IN_WINDOW = 51;

/** The same odd rows in a relation of every kind. */
export const RELATIONS = ['Tab', 'Parted', 'View', 'Mat', 'Foreign'] as const;

/** Makes them all. `primary` is where the foreign table finds its rows. */
export function oddTablesSql(
  primary: { host: string; port: number; database: string },
  analyst: { user: string; password: string },
): string {
  return `
    create schema ${QUOTED};
    set search_path to ${QUOTED};
    create type mood as enum ('fine', 'sad');
    create domain amount as numeric(12, 2);
    create domain mail as text;
    create table "Tab" (
      id int not null, parent_id int, "Price" numeric, ratio float8, small real, amount amount, fee numeric(12, 2),
      "At" timestamptz, at_local timestamp, day date, ends timestamptz,
      status text, mood mood, flag boolean, key uuid, note text, email mail, tags text[], doc json, docb jsonb
    );
    insert into "Tab" select
      i, case when i % 20 = 5 then null else i % 10 end,
      case i when 200 then 'NaN' when 199 then 'Infinity' else i::numeric end,
      case i when 198 then '-Infinity' when 197 then 'NaN' when 196 then 1e300 else i / 10.0 end,
      case i when 198 then '-Infinity' when 197 then 'NaN' else i::real end,
      i, case i when 200 then 'NaN' when 199 then null else i::numeric end,
      now() - (i - 1) * interval '${STEP_SECONDS} s', now() - (i - 1) * interval '${STEP_SECONDS} s',
      case i when 200 then 'infinity' else current_date - i end,
      case i when 4 then 'infinity' when 5 then '-infinity' else
        now() + case when i <= 3 then 1 else -i end * interval '1 day' end,
      case i when 7 then 'New!' when 8 then null else (array['new', 'paid', 'sent'])[i % 3 + 1] end,
      case when i % 4 = 0 then 'sad' else 'fine' end::mood, i % 2 = 0, md5(i::text)::uuid,
      case i when 10 then 'CafÃ©' when 11 then ' lead' when 12 then '' when 13 then null else 'healthy text' end,
      case i when 20 then 'nope' else 'a1@example.org' end,
      case i when 30 then '{c}' else '{a,b}' end::text[],
      json_build_object('a', i % 2), jsonb_build_object('a', i % 2)
    from generate_series(1, ${ROWS}) i;
    create index on "Tab" ("At");
    create table "Par.ent" ("K""ey" int primary key);
    insert into "Par.ent" select generate_series(0, 7);
    create table "Parted" (like "Tab") partition by range (id);
    create table "Parted 1" partition of "Parted" for values from (minvalue) to (100);
    create table "Parted 2" partition of "Parted" for values from (100) to (maxvalue);
    insert into "Parted" select * from "Tab";
    create table "Parted 0" partition of "Parted" default;
    create view "View" as select * from "Tab";
    create materialized view "Mat" as select * from "Tab";
    create table "Empty" (like "Tab");
    create table "Defined" (
      id int, state text, mood mood, kind varchar(20) check (kind in ('new', 'it''s')),
      free text check (free <> 'never' and free !~ '^x')
    );
    create index on "Defined" (id) where state = 'open' or state in ('parked', 'closed');
    insert into "Defined" values (1, 'done', 'fine', 'new', 'all');
    create extension if not exists postgres_fdw;
    create server around foreign data wrapper postgres_fdw
      options (host '${primary.host}', port '${primary.port}', dbname '${primary.database}');
    create user mapping for public server around
      options (user '${analyst.user}', password '${analyst.password}');
    do $$ begin
      execute (select format('create foreign table "Foreign" (%s) server around options (table_name ''Tab'', schema_name %L)',
        string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' order by attnum), '${SCHEMA}')
        from pg_attribute where attrelid = '"Tab"'::regclass and attnum > 0);
      execute (select 'create table "Wide" (' || string_agg(format('c%s int', i), ', ') || ')'
        from generate_series(1, 1600) i);
      execute (select 'insert into "Wide" values (' || string_agg(case when i % 100 = 0 then 'null' else '1' end, ', ') || ')'
        from generate_series(1, 1600) i);
    end $$;
    analyze "Tab", "Parted", "Mat";
    grant usage on schema ${QUOTED} to ${analyst.user};
    grant select on all tables in schema ${QUOTED} to ${analyst.user};
    reset search_path;
  `;
}
