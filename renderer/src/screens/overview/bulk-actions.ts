import { plural } from '../../format/number.ts';
import { doAndSay } from '../../stores/notice.ts';
import { askForInterval, askForLabels, askToSilence } from '../../stores/overlays.ts';
import { targets, useSelection } from '../../stores/selection.ts';
import { runTables } from '../../stores/tables.ts';

export interface BulkActions {
  run: () => void;
  silence: () => void;
  interval: () => void;
  label: () => void;
}

/** What is done with the rows that are picked, or with the one that has the focus. */
export const bulkActions: BulkActions = {
  run: () => {
    const ids = targets(useSelection.getState());
    if (ids.length === 0) return;
    void doAndSay(
      () => runTables(ids),
      (checks) => `${plural(checks, 'check')} of ${plural(ids.length, 'table')} queued.`,
    );
  },
  silence: () => askToSilence(targets(useSelection.getState())),
  interval: () => askForInterval(targets(useSelection.getState())),
  label: () => askForLabels(targets(useSelection.getState())),
};
