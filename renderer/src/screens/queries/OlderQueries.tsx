import { OlderRows } from '../../components/table/OlderRows.tsx';
import { plural } from '../../format/number.ts';
import { loadOlderQueries, useQueries } from '../../stores/queries.ts';

export function OlderQueries() {
  const { more, next, shown, list } = useQueries();
  const end =
    shown === 'slowest'
      ? `The ${plural(list.length, 'slowest statement')}.`
      : next === null
        ? 'That is all there is.'
        : null;
  return <OlderRows what="older statements" more={more} onMore={loadOlderQueries} end={end} />;
}
