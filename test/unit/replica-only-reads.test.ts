import { describe, expect, it } from 'vitest';
import { ReplicaError } from '../../electron/engine/replica/errors.ts';
import { assertReads } from '../../electron/engine/replica/only-reads.ts';

const codeFor = (sql: string) => {
  try {
    assertReads(sql);
    return 'passes';
  } catch (error) {
    if (error instanceof ReplicaError) return error.problem.code;
    throw error;
  }
};

describe('what may be sent', () => {
  it.each([
    'select 1',
    '  SELECT 1',
    '\n\t(select 1) union (select 2)',
    '((select 1))',
    'with x as (select 1) select * from x',
    'values (1), (2)',
    'table orders',
    'show server_version',
    'explain (format json) select 1',
    '-- why\nselect 1',
    '/* why */ select 1',
    '/* a /* nested */ comment */ select 1',
    '/* one *//* two */--three\r\nselect 1',
    'select(1)',
    "select 'analyze'",
    "explain (format json, verbose)\nselect count(*) from audit where action = 'analyze'",
    'explain (format json) /* analyse that */ select 1',
    'explain (select "analyze" from audit)',
  ])('%s', (sql) => {
    expect(codeFor(sql)).toBe('passes');
  });
});

describe('what may not', () => {
  it.each([
    ['insert into t values (1)', 'writes'],
    ['INSERT into t values (1)', 'writes'],
    ['-- select\ninsert into t values (1)', 'writes'],
    ['/* select */ delete from t', 'writes'],
    ['/* /* */ select */ update t set x = 1', 'writes'],
    ['drop table t', 'writes'],
    ['copy t to stdout', 'writes'],
    ['commit', 'not_a_question'],
    ['; select 1', 'not_a_question'],
    ['vacuum', 'not_a_question'],
    ['do $$ begin end $$', 'not_a_question'],
    ['selectx', 'not_a_question'],
    ['select_from', 'not_a_question'],
    ['', 'not_a_question'],
    ['  -- nothing', 'not_a_question'],
    ['/* not closed select 1', 'not_a_question'],
    ['set statement_timeout = 0', 'not_a_question'],
    ['select 1\0; drop table t', 'nul_character'],
    ['explain analyze select 1', 'explain_analyze'],
    ['explain (costs off, ANALYSE) select 1', 'explain_analyze'],
    ['explain/**/analyze select 1', 'explain_analyze'],
    ['explain -- (\n analyze select 1', 'explain_analyze'],
    ['explain (costs off, /* ) */ "analyze") select 1', 'not_a_question'],
    ['explain (U&"\\0061nalyze") select 1', 'not_a_question'],
    ['explain (format json) create table t as select 1', 'writes'],
    ['explain (format json) insert into t values (1)', 'writes'],
    ['explain verbose select 1', 'not_a_question'],
    ['explain explain analyze select 1', 'explain_analyze'],
  ])('%s', (sql, code) => {
    expect(codeFor(sql)).toBe(code);
  });
});
