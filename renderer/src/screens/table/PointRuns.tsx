import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { CheckRun, CheckView } from '../../../../shared/domain/check.ts';
import { Loaded } from '../../components/Loaded.tsx';
import { CopyCsv } from '../../components/table/CopyCsv.tsx';
import { shortTime, spanInWords } from '../../format/time.ts';
import { useAction } from '../../hooks/useAction.ts';
import { closePoint, loadOlderRuns, openPoint, type Point, usePoint } from '../../stores/point.ts';
import { runsCsv } from './csv.ts';
import classes from './PointRuns.module.css';
import { RunRow } from './RunRow.tsx';

/** The results behind a point of a check's chart, each with what the replica was asked for it. */
export function PointRuns({ check }: { check: CheckView }) {
  const { point, load, runs, more } = usePoint();
  const older = useAction(loadOlderRuns);
  const panel = useRef<HTMLElement>(null);
  // Whoever came here by keyboard goes on from here.
  useEffect(() => panel.current?.focus(), []);
  // And goes back to the chart, on which it began.
  const leave = (byKeyboard: boolean) => {
    if (byKeyboard) panel.current?.parentElement?.querySelector<HTMLElement>('[role="slider"]')?.focus();
    closePoint();
  };
  return (
    <section
      ref={panel}
      className={classes.panel}
      tabIndex={-1}
      aria-label={`Results of ${check.name}`}
      onKeyDown={(event) => event.key === 'Escape' && leave(true)}
    >
      <header className={classes.head}>
        <h3 className={classes.title}>{titleOf(point, runs, more)}</h3>
        {runs.length > 0 && <CopyCsv what="the results" columns={runsCsv} rows={() => runs} />}
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          onClick={({ detail }) => leave(detail === 0)}
          aria-label="Close the results"
        >
          <IconX size={14} />
        </ActionIcon>
      </header>
      <Loaded
        load={load}
        label="Loading the results"
        retry={() => openPoint(check.id, point)}
        have={runs.length > 0}
      >
        {runs.length === 0 ? (
          <p className={classes.none}>No result of that time is kept any more.</p>
        ) : (
          <ol className={classes.runs}>
            {runs.map((run) => (
              <RunRow key={run.id} run={run} check={check} />
            ))}
          </ol>
        )}
        {more && (
          <Button loading={older.slow} onClick={() => older.run()}>
            Load older results
          </Button>
        )}
      </Loaded>
    </section>
  );
}

function titleOf(point: Point | null, runs: readonly CheckRun[], more: boolean): string {
  if (!point) return 'Newest results';
  const now = Date.now();
  const [newest, oldest] = [runs[0], runs.at(-1)];
  if (!newest || !oldest || (newest === oldest && !more)) return `Result at ${shortTime(point.at, now)}`;
  return `Results from ${spanInWords(more ? point.from : oldest.finishedAt, newest.finishedAt, now)}`;
}
