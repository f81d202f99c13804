import { Glyph } from '../../components/Glyph.tsx';
import { Ago } from '../../components/Time.tsx';
import { usePause } from '../../stores/pause.ts';
import classes from './Connections.module.css';

/** Says that nothing at all is watched, and since when. */
export function PausedNote() {
  const pause = usePause((state) => state.pause);
  if (!pause) return null;
  return (
    <p className={classes.paused} role="status">
      <Glyph name="deferred" size={13} />
      <span>
        {pause.by === 'emergency_stop' ? 'All watching was stopped' : 'All watching was paused'}{' '}
        <Ago at={pause.since} />. Nothing is judged until you resume it.
      </span>
    </p>
  );
}
