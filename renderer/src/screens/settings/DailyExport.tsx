import { Button, Switch } from '@mantine/core';
import type { DailyExport, DailyExportView } from '../../../../shared/domain/daily-export.ts';
import { dayAndTime } from '../../../../shared/loss-words.ts';
import { Loaded } from '../../components/Loaded.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { plural } from '../../format/number.ts';
import { fullTime } from '../../format/time.ts';
import { useAction } from '../../hooks/useAction.ts';
import {
  changeSchedule,
  loadDailyExport,
  openExportFolder,
  pickFolder,
  switchDailyExport,
  useDailyExport,
  writeFilesNow,
} from '../../stores/daily-export.ts';
import own from './DailyExportFields.module.css';
import { DailyExportFields } from './DailyExportFields.tsx';
import { Section } from './Section.tsx';
import classes from './Settings.module.css';

/** Files that are written to a folder every day. */
export function DailyExports() {
  const { load, view } = useDailyExport();
  return (
    <Section title="Daily export">
      <Loaded load={load} label="Loading the daily export" retry={loadDailyExport} have={view !== null}>
        {view && <Files view={view} />}
      </Loaded>
    </Section>
  );
}

function Files({ view }: { view: DailyExportView }) {
  const { schedule, folder, failure } = view;
  const switching = useAction(switchDailyExport);
  const changing = useAction(changeSchedule);
  const picking = useAction(pickFolder);
  const opening = useAction(openExportFolder);
  const writing = useAction(writeFilesNow);
  const change = (part: Partial<DailyExport>) => void changing.run(part);
  // An attempt of the user's says it by itself.
  const failed = [switching, changing, picking, opening, writing]
    .map((action) => action.problem)
    .find(Boolean);
  return (
    <>
      <Switch
        label="Write CSV files to a folder every day"
        description="For a spreadsheet, a notebook or a colleague. It asks no replica anything."
        checked={schedule.enabled}
        onChange={(event) => void switching.run(event.currentTarget.checked)}
      />
      {schedule.enabled && (
        <div className={`${classes.inset} ${own.whole}`}>
          <div className={classes.row}>
            <span className={classes.path}>{folder}</span>
            <Button size="compact-sm" onClick={() => void picking.run()}>
              Choose folder…
            </Button>
            <Button size="compact-sm" onClick={() => void opening.run()}>
              Open folder
            </Button>
          </div>
          <DailyExportFields schedule={schedule} onChange={change} />
          <div className={classes.row}>
            <Button loading={writing.slow} disabled={view.running} onClick={() => void writing.run()}>
              Write files now
            </Button>
            <span role="status" className={classes.text}>
              {view.running ? 'Writing…' : <LastAndNext view={view} />}
            </span>
          </div>
          {failed && <ProblemNote problem={failed} />}
          {failure && !failed && <ProblemNote problem={failure.problem} tone="warning" />}
        </div>
      )}
      {!schedule.enabled && failed && <ProblemNote problem={failed} />}
    </>
  );
}

function LastAndNext({ view: { last, nextAt } }: { view: DailyExportView }) {
  return (
    <>
      {last !== null && (
        <>
          Written <Moment at={last.at} />: {plural(last.rows, 'row')} in {plural(last.files.length, 'file')}.{' '}
        </>
      )}
      {nextAt !== null && (
        <>
          Next <Moment at={nextAt} />.
        </>
      )}
    </>
  );
}

/** By the clock that the schedule goes by, whichever the window shows. */
function Moment({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
      {dayAndTime(at, Date.now())}
    </time>
  );
}
