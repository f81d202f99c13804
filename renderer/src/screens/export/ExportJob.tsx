import { Button, Progress } from '@mantine/core';
import type { ExportProgress } from '../../../../shared/domain/export.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { Mark } from '../../components/Status.tsx';
import { count, plural } from '../../format/number.ts';
import { useAction } from '../../hooks/useAction.ts';
import { cancelExport, closeExport, forgetExport } from '../../stores/export.ts';
import classes from './Export.module.css';

export function ExportJob({ job }: { job: ExportProgress }) {
  const cancelling = useAction(() => cancelExport(job.jobId));
  const share = job.total > 0 ? (job.rows / job.total) * 100 : 0;
  return (
    <div className={classes.form}>
      {job.state === 'running' && (
        <>
          <Progress value={share} aria-label="Rows written" transitionDuration={120} />
          <p role="status">
            {count(job.rows)} of {plural(job.total, 'row')} written
          </p>
        </>
      )}
      {job.state === 'done' && (
        <p className={classes.done} role="status">
          <Mark glyph="healthy" word={`${plural(job.rows, 'row')} written`} />
        </p>
      )}
      {job.state === 'cancelled' && <p role="status">The export was cancelled. No file was left behind.</p>}
      {job.problem && <ProblemNote problem={job.problem} onRetry={forgetExport} />}
      {(job.state === 'running' || job.state === 'done') && <p className={classes.path}>{job.path}</p>}
      {cancelling.problem && <ProblemNote problem={cancelling.problem} />}
      <div className={classes.buttons}>
        <span className={classes.count} />
        {job.state === 'running' ? (
          <>
            <Button loading={cancelling.slow} onClick={() => cancelling.run()}>
              Cancel export
            </Button>
            <Button variant="filled" onClick={closeExport}>
              Go on in the background
            </Button>
          </>
        ) : (
          <>
            {job.state === 'done' && <CopyButton text={job.path} label="Copy path" />}
            <Button onClick={forgetExport}>Export more</Button>
            <Button variant="filled" onClick={closeExport}>
              Close
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
