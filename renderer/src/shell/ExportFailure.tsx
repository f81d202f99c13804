import { Glyph } from '../components/Glyph.tsx';
import { ProblemNote } from '../components/ProblemNote.tsx';
import { Ago } from '../components/Time.tsx';
import { useAction } from '../hooks/useAction.ts';
import { markFailureSeen, useDailyExport } from '../stores/daily-export.ts';
import { setInboxOpen } from '../stores/inbox.ts';
import { go } from '../stores/navigation.ts';
import classes from './Inbox.module.css';

/** Stands above the messages as long as the daily files cannot be written. */
export function ExportFailure() {
  const view = useDailyExport((state) => state.view);
  const seeing = useAction(markFailureSeen);
  if (!view?.failure) return null;
  const { failure, folder, schedule } = view;
  const { at, problem, seen } = failure;
  const missing = schedule.span === 'new' ? ', with what is missing now' : '';
  const open = () => {
    if (!seen) void seeing.run();
    setInboxOpen(false);
    go({ screen: 'settings' });
  };
  return (
    <>
      {seeing.problem && <ProblemNote problem={seeing.problem} />}
      <ul className={classes.list} aria-label="About Pulse itself">
        <li>
          <button type="button" className={classes.item} data-unread={!seen || undefined} onClick={open}>
            <span className={classes.glyph}>
              <Glyph name="warning" />
            </span>
            <span className={classes.text}>
              <span className={classes.title}>The daily export was not written</span>
              <span>
                {problem.title} {problem.hint}
              </span>
              <span>{folder}</span>
              <span>
                Pulse tries again the next day at {schedule.at}
                {missing}.
              </span>
              <span className={classes.when}>
                First failed <Ago at={at} />
                {!seen && ', unread'}
              </span>
            </span>
          </button>
        </li>
      </ul>
    </>
  );
}
