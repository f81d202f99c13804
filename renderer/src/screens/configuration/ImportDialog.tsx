import { Button, Modal, Switch } from '@mantine/core';
import type { ConfigurationPreview } from '../../../../shared/domain/configuration-plan.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { Mark } from '../../components/Status.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { plural } from '../../format/number.ts';
import { useAction } from '../../hooks/useAction.ts';
import {
  applyImport,
  closeImport,
  compare,
  openImport,
  setPrune,
  useConfiguration,
} from '../../stores/configuration.ts';
import { ChangeList, Summary } from './ChangeList.tsx';
import classes from './Configuration.module.css';
import { ErrorTable } from './ErrorTable.tsx';

/** What a file would change, or what is wrong in it; then all of it is applied, or nothing. */
export function ImportDialog() {
  const { file, prune, preview, applied } = useConfiguration();
  const reading = useAction(openImport);
  const comparing = useAction(compare);
  const pruning = useAction(setPrune);
  const applying = useAction(applyImport);
  const close = () => {
    for (const action of [reading, comparing, pruning, applying]) action.clear();
    closeImport();
  };
  const lookAgain = () => {
    applying.clear();
    void comparing.run();
  };
  const plan = preview?.plan ?? null;
  const changes = plan?.changes ?? [];
  const problem = reading.problem ?? comparing.problem ?? pruning.problem;
  return (
    <Modal opened={file !== null} onClose={close} title="Import configuration" size={820}>
      <div className={classes.body}>
        <p className={classes.path}>{file?.path}</p>
        {applied ? (
          <p role="status">
            <Mark glyph="healthy" word={`${plural(applied.changes.length, 'change')} applied.`} />
          </p>
        ) : preview ? (
          <Difference preview={preview} prune={prune} onPrune={(wanted) => void pruning.run(wanted)} />
        ) : (
          !problem && <Waiting label="Comparing the file with what is set up…" />
        )}
        {problem && <ProblemNote problem={problem} onRetry={lookAgain} />}
        {applying.problem && (
          <ProblemNote problem={applying.problem} onRetry={lookAgain} retryLabel="Look again" />
        )}
        <div className={classes.buttons}>
          <span className={classes.space} />
          {!applied && (
            <Button loading={reading.slow} onClick={() => reading.run(true)}>
              Read the file again
            </Button>
          )}
          <Button onClick={close}>{applied || (plan && changes.length === 0) ? 'Close' : 'Cancel'}</Button>
          {!applied && changes.length > 0 && (
            <Button variant="filled" loading={applying.slow} onClick={() => applying.run()}>
              Apply {plural(changes.length, 'change')}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  );
}

function Difference({
  preview: { errors, plan },
  prune,
  onPrune,
}: {
  preview: ConfigurationPreview;
  prune: boolean;
  onPrune: (prune: boolean) => void;
}) {
  if (!plan) {
    return (
      <>
        <p role="status">
          <Mark
            glyph="broken"
            word={`${plural(errors.length, 'error')} in the file. Nothing can be applied.`}
          />
        </p>
        <ErrorTable errors={errors} />
      </>
    );
  }
  return (
    <>
      <div role="status">
        {plan.changes.length > 0 ? (
          <Summary plan={plan} />
        ) : (
          <Mark glyph="healthy" word="Nothing to change: everything is as the file says." />
        )}
      </div>
      {plan.changes.length > 0 && <ChangeList changes={plan.changes} />}
      {(prune || plan.kept > 0) && (
        <Switch
          label="Also remove what the file does not name"
          description={
            prune
              ? 'It goes with its history.'
              : `${plural(plan.kept, 'thing')} that the file does not name ${plan.kept === 1 ? 'stays' : 'stay'} as ${plan.kept === 1 ? 'it is' : 'they are'}.`
          }
          checked={prune}
          onChange={(event) => onPrune(event.currentTarget.checked)}
        />
      )}
    </>
  );
}
