import { ActionIcon, SegmentedControl, Select, Tooltip } from '@mantine/core';
import { IconBaselineDensityMedium, IconBaselineDensitySmall } from '@tabler/icons-react';
import { memo } from 'react';
import { OverviewLook } from '../../../../shared/domain/settings.ts';
import type { Health } from '../../../../shared/domain/status.ts';
import type { TableView } from '../../../../shared/domain/table.ts';
import { SearchBox } from '../../components/SearchBox.tsx';
import { ColumnsMenu } from '../../components/table/ColumnsMenu.tsx';
import type { Column } from '../../components/table/columns.ts';
import { count } from '../../format/number.ts';
import { healthWord } from '../../format/words.ts';
import { searchTables, useOverview } from '../../stores/overview.ts';
import classes from './Overview.module.css';
import { Views } from './Views.tsx';

interface Props {
  healths: readonly { health: Health; count: number }[];
  /** `all`, or the one health that is shown. */
  shown: Health | 'all';
  onShow: (shown: Health | 'all') => void;
  columns: readonly Column<TableView>[];
  look: OverviewLook;
  onLook: (look: Partial<OverviewLook>) => void;
}

const groups = [
  { value: 'none', label: 'No groups' },
  { value: 'connection', label: 'By connection' },
  { value: 'schema', label: 'By schema' },
  { value: 'tag', label: 'By tag' },
  { value: 'owner', label: 'By owner' },
];

/** By itself: each letter would draw all the rest with it. */
function Search() {
  const search = useOverview((state) => state.search);
  return <SearchBox label="Search tables" value={search} onChange={searchTables} width={220} />;
}

/** Narrows the list, and says how it looks. Not drawn again with every result: its parts cost more than the rows. */
export const Toolbar = memo(function Toolbar(props: Props) {
  const { healths, shown, onShow, columns, look, onLook } = props;
  const total = healths.reduce((sum, each) => sum + each.count, 0);
  const compact = look.density === 'compact';
  const wider = compact ? 'Wider rows' : 'Narrower rows';
  return (
    <div className={classes.bar}>
      <Search />
      {healths.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label="Health"
          value={shown}
          onChange={(value) => onShow(value as Health | 'all')}
          data={[
            { value: 'all', label: `All ${count(total)}` },
            ...healths.map((each) => ({
              value: each.health,
              label: `${healthWord[each.health]} ${count(each.count)}`,
            })),
          ]}
        />
      )}
      <div className={classes.tools}>
        <Select
          size="xs"
          w={136}
          aria-label="Group"
          data={groups}
          value={look.groupBy}
          onChange={(value) => onLook({ groupBy: OverviewLook.shape.groupBy.parse(value) })}
        />
        <Views views={look.views} />
        <ColumnsMenu list="overview" columns={columns} />
        <Tooltip label={wider}>
          <ActionIcon
            variant="default"
            size={28}
            aria-label={wider}
            onClick={() => onLook({ density: compact ? 'comfortable' : 'compact' })}
          >
            {compact ? <IconBaselineDensityMedium size={15} /> : <IconBaselineDensitySmall size={15} />}
          </ActionIcon>
        </Tooltip>
      </div>
    </div>
  );
});
