import { describe, expect, it } from 'vitest';
import { describeCheckTypes } from '../../electron/engine/checks/registry.ts';
import {
  errorsBefore,
  errorsFrom,
  errorsLive,
  errorsOfStatement,
} from '../../renderer/src/screens/check-editor/form-errors.ts';
import { namedTables } from '../../renderer/src/screens/check-editor/named-tables.ts';
import { offersFor } from '../../renderer/src/screens/check-editor/offers.ts';
import { fieldsOf, inWords } from '../../renderer/src/screens/check-editor/schema-fields.ts';

const problem = { code: 'x', title: '', hint: '', detail: null, sqlstate: null };

describe('a form drawn from a JSON Schema', () => {
  it('leaves no setting of any check type out', () => {
    for (const type of describeCheckTypes()) {
      const drawn = fieldsOf(type.configSchema).map((field) => field.name);
      expect(drawn, type.type).toEqual(
        Object.keys((type.configSchema.properties as object | undefined) ?? {}),
      );
    }
  });

  it('reads formats, choices, and what may be empty', () => {
    const fields = fieldsOf({
      type: 'object',
      required: ['column', 'mode'],
      properties: {
        column: { type: 'string', title: 'Column', format: 'column' },
        mode: { type: 'string', enum: ['a', 'b'] },
        window: { anyOf: [{ type: 'integer', minimum: 30 }, { type: 'null' }], format: 'seconds' },
        keys: { type: 'array', items: { type: 'string' }, format: 'columns' },
        query: { type: ['string', 'null'], format: 'sql' },
        exact: { type: 'boolean' },
        strange: { type: 'object' },
      },
    });
    expect(fields.map(({ name, kind, optional }) => [name, kind, optional])).toEqual([
      ['column', 'column', false],
      ['mode', 'choice', false],
      ['window', 'seconds', true],
      ['keys', 'columns', true],
      ['query', 'sql', true],
      ['exact', 'switch', true],
    ]);
    expect(fields[1]?.options).toEqual(['a', 'b']);
    expect(fields[2]?.min).toBe(30);
  });

  it('offers names of the table itself, and of the other table that was chosen', () => {
    const type = describeCheckTypes().find((each) => each.type === 'relationship');
    const tables = {
      schemas: { public: { customers: ['id', 'email'], orders: [] }, sales: { notes: ['key'] } },
      own: null,
    };
    const offers = (config: Record<string, unknown>) =>
      Object.fromEntries(
        fieldsOf(type?.configSchema ?? {}).map((field) => [
          field.name,
          offersFor(field, config, ['customer_id'], tables),
        ]),
      );
    expect(offers({ parentSchema: 'public', parentTable: 'customers' })).toMatchObject({
      column: ['customer_id'],
      parentSchema: ['public', 'sales'],
      parentTable: ['customers', 'orders'],
      parentColumn: ['id', 'email'],
      where: [],
    });
    expect(offers({ parentSchema: 'none', parentTable: 'x' })).toMatchObject({
      ...{ parentTable: [], parentColumn: [] },
    });
  });

  it('knows which tables of the catalogue are named, in a setting or in SQL', () => {
    const catalogue = ['orders', 'customers', 'Odd "one"'].map((name) => ({ schema: 'public', name }));
    catalogue.push({ schema: 'old', name: 'orders' });
    const found = (format: string, config: Record<string, unknown>) => {
      const fields = fieldsOf({ properties: { parentTable: { type: 'string', format } } });
      return namedTables(fields, config, catalogue).map(({ schema, name }) => `${schema}.${name}`);
    };
    expect(found('table', { parentSchema: 'old', parentTable: 'orders' })).toEqual(['old.orders']);
    expect(found('table', { parentSchema: 'public', parentTable: 'order' })).toEqual([]);
    const inSql = (parentTable: string) => found('sql', { parentTable });
    expect(inSql('select * from Public.Orders o join customers c on true')).toEqual([
      'public.orders',
      'public.customers',
    ]);
    expect(inSql('SELECT orders FROM "public" . "Odd ""one"""')).toEqual(['public.Odd "one"']);
    expect(inSql('select 1 from orders')).toEqual(['public.orders', 'old.orders']);
    expect(inSql('select orders from')).toEqual([]);
    const listed = 'select 1 from public.orders as o, x."y, z" yz ,customers where 1 in (2, 3)';
    expect(inSql(listed)).toEqual(['public.orders', 'public.customers']);
  });

  it('makes words of names without a title', () => {
    expect(inWords('blankIsMissing')).toBe('Blank is missing');
    expect(inWords('accepted_values')).toBe('Accepted values');
  });
});

describe('messages at their fields', () => {
  it('puts what the engine refused at the field it named', () => {
    const refused = { ...problem, code: 'bad_check', title: 'column: Which column?', detail: 'column' };
    expect(errorsFrom(refused)).toEqual({ 'config.column': 'Which column?' });
    const nested = { ...problem, code: 'bad_check', title: 'columns.0: Too short', detail: 'columns.0' };
    expect(errorsFrom(nested)).toEqual({ 'config.columns': 'Too short' });
    const bounds = { ...problem, code: 'bad_bounds', title: 'Swap them.', detail: 'bounds' };
    expect(errorsFrom(bounds)).toEqual({ bounds: 'Swap them.' });
  });

  it('says what is amiss while it is written only where somebody has been', () => {
    const faults = [
      { field: 'columns.0', message: 'Too short' },
      { field: 'columns.1', message: 'Too long' },
      { field: 'sql', message: 'Write one statement.' },
    ];
    expect(errorsLive(faults, new Set(['config.columns', 'bounds']))).toEqual({
      'config.columns': 'Too short',
    });
  });

  it('puts what the server did not understand at the field with the name, else at the SQL, else nowhere', () => {
    const type = describeCheckTypes().find(({ type: name }) => name === 'missing');
    const fields = fieldsOf(type?.configSchema ?? {});
    const unknown = {
      ...problem,
      title: 'There is no such column.',
      detail: 'column "emial" does not exist',
    };
    const title = unknown.title;
    expect(errorsOfStatement(unknown, fields, { column: 'emial', where: 'id > 7' })).toEqual({
      'config.column': title,
    });
    expect(errorsOfStatement(unknown, fields, { column: 'email', where: 'emial > 7' })).toEqual({
      'config.where': title,
    });
    expect(errorsOfStatement(unknown, fields, { column: 'email', where: null })).toEqual({});
    expect(errorsOfStatement(null, fields, { column: 'emial' })).toEqual({});
  });

  it('leaves every other failure above the form', () => {
    expect(errorsFrom({ ...problem, code: 'no_permission', title: 'No.', detail: 'server words' })).toEqual(
      {},
    );
    expect(errorsFrom(null)).toEqual({});
  });

  it('names each setting that is still empty, of every check type, before anything is sent', () => {
    for (const type of describeCheckTypes()) {
      const fields = fieldsOf(type.configSchema);
      const empty = Object.fromEntries(fields.map(({ name }) => [name, null]));
      const errors = errorsBefore({ ...type.defaults, config: empty }, fields);
      const required = fields.filter(({ optional }) => !optional).map(({ name }) => `config.${name}`);
      expect(Object.keys(errors), type.type).toEqual(required);
    }
    const [freshness] = describeCheckTypes().filter(({ type }) => type === 'freshness');
    if (freshness) {
      const errors = errorsBefore(freshness.defaults, fieldsOf(freshness.configSchema));
      expect(errors).toEqual({ 'config.timestampColumn': 'Choose a column.' });
    }
  });

  it('says what the shared schema says before anything is sent', () => {
    const defaults = describeCheckTypes()[0]?.defaults;
    expect(defaults).toBeDefined();
    if (defaults)
      expect(errorsBefore({ ...defaults, name: ' ' })).toEqual({ name: 'Give the check a name.' });
  });
});
