import { Button } from '@mantine/core';
import { IconSearchOff, IconTableOff } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { ConnectionView } from '../../../../shared/domain/connection.ts';
import type { CatalogueTable } from '../../../../shared/domain/table.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { DataTable } from '../../components/table/DataTable.tsx';
import { useArranged } from '../../components/table/useArranged.ts';
import { count, plural } from '../../format/number.ts';
import { Keys } from '../../shortcuts/Keys.tsx';
import { useShortcuts } from '../../shortcuts/useShortcuts.ts';
import { loadCatalogue, useCatalogue } from '../../stores/catalogue.ts';
import { go } from '../../stores/navigation.ts';
import classes from './AddTables.module.css';
import { catalogueColumns, keyOf, pickable } from './columns.tsx';
import { catalogueCsv } from './csv.ts';
import { MayReadNone } from './MayReadNone.tsx';
import { noneToPick } from './none-to-pick.ts';

/** A good beginning: enough to be of use, few enough to look at. */
const FIRST = 5;

/** What can be chosen, while nothing is. */
const choice = {
  open: 'Choose one table or many.',
  watched: 'Every table that Pulse may read here is watched already.',
  unreadable: 'Nothing can be chosen yet.',
};

interface Props {
  connection: ConnectionView;
  onPicked: (tables: readonly CatalogueTable[]) => void;
}

export function PickTables({ connection, onPicked }: Props) {
  const { tables, load } = useCatalogue();
  const [search, setSearch] = useState('');
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const toggle = (table: CatalogueTable) => {
    if (!pickable(table)) return;
    setKeys((before) => {
      const after = new Set(before);
      if (!after.delete(keyOf(table))) after.add(keyOf(table));
      return after;
    });
  };
  const rows = useMemo(() => {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    return tables.filter((table) => {
      const text = `${keyOf(table)} ${table.comment ?? ''}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [tables, search]);
  const columns = useMemo(() => catalogueColumns(keys), [keys]);
  const shown = useArranged('catalogue', columns);
  const picked = tables.filter((table) => keys.has(keyOf(table)));
  const none = useMemo(() => noneToPick(tables), [tables]);
  const readAgain = () => loadCatalogue(connection.id);
  const first = useMemo(() => tables.filter(pickable).slice(0, FIRST), [tables]);
  const pickFirst = () => setKeys(new Set(first.map(keyOf)));
  const goOn = () => {
    if (picked.length > 0) onPicked(picked);
  };
  useShortcuts({ 'adding.goOn': goOn, 'adding.pickFirst': pickFirst });

  return (
    <Loaded load={load} label="Reading the catalogue" retry={readAgain}>
      {tables.length === 0 ? (
        <EmptyState
          icon={<IconTableOff size={20} stroke={1.6} />}
          title="This database has no tables"
          text={`Pulse saw no table or view in ${connection.database} outside the system schemas. Check that the connection names the right database.`}
        >
          <Button onClick={() => go({ screen: 'connection', id: connection.id })}>Edit the connection</Button>
          <Button onClick={readAgain}>Look again</Button>
        </EmptyState>
      ) : (
        <>
          <div className={classes.bar}>
            <SearchBox label="Search the catalogue" value={search} onChange={setSearch} />
            <span className={classes.dim}>{plural(rows.length, 'table')}</span>
            {first.length > 1 && (
              <Button className={classes.first ?? ''} onClick={pickFirst}>
                Choose the {count(first.length)} that matter most
              </Button>
            )}
          </div>
          {none === 'unreadable' && (
            <div className={classes.none}>
              <MayReadNone user={connection.user} tables={tables} onRetry={readAgain} />
            </div>
          )}
          {rows.length === 0 ? (
            <EmptyState
              icon={<IconSearchOff size={20} stroke={1.6} />}
              title={`Nothing matches “${search}”`}
              text="The search looks at schema, name and comment."
            >
              <Button onClick={() => setSearch('')}>Clear search</Button>
            </EmptyState>
          ) : (
            <DataTable
              label="Catalogue"
              list="catalogue"
              columns={shown}
              rows={rows}
              rowId={keyOf}
              onOpen={toggle}
              isMuted={(table) => !pickable(table)}
              csv={catalogueCsv}
            />
          )}
          <div className={classes.foot}>
            <span className={classes.dim} role="status">
              {picked.length > 0 ? `${plural(picked.length, 'table')} chosen` : choice[none ?? 'open']}
            </span>
            {none === null && (
              <div className={classes.onwards}>
                <Keys id="adding.goOn" />
                <Button size="sm" variant="filled" disabled={picked.length === 0} onClick={goOn}>
                  Continue
                </Button>
              </div>
            )}
          </div>
        </>
      )}
    </Loaded>
  );
}
