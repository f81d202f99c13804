import { describe, expect, it } from 'vitest';
import { grantSql, noneToPick } from '../../renderer/src/screens/add-tables/none-to-pick.ts';
import type { CatalogueTable } from '../../shared/domain/table.ts';

const table = (canSelect: boolean, monitoredTableId: number | null, schema = 'public') =>
  ({ schema, name: 'orders', canSelect, monitoredTableId }) as CatalogueTable;

describe('a catalogue of which nothing can be chosen', () => {
  it('says whether the rights are missing, or nothing is left to watch', () => {
    expect(noneToPick([table(true, null), table(false, null), table(true, 7)])).toBeNull();
    expect(noneToPick([table(false, null), table(false, null)])).toBe('unreadable');
    expect(noneToPick([table(true, 7), table(false, null)])).toBe('watched');
    // Watched, and not readable any more.
    expect(noneToPick([table(false, 7), table(false, null)])).toBe('watched');
  });

  it('asks for what is missing, with each schema once and every name as PostgreSQL reads it', () => {
    const tables = [table(false, null), table(false, null), table(false, null, 'Odd "one"')];
    expect(grantSql('an analyst', tables)).toBe(
      'GRANT USAGE ON SCHEMA "public", "Odd ""one""" TO "an analyst";\n' +
        'GRANT SELECT ON ALL TABLES IN SCHEMA "public", "Odd ""one""" TO "an analyst";',
    );
  });
});
