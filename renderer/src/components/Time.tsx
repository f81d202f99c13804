import { ago, fullTime, lasting, shortTime, until } from '../format/time.ts';
import { useTicking } from '../hooks/useTicking.ts';

interface TimeProps {
  at: number | null;
  /** What stands there when there is no time. */
  none?: string;
}

/** "12 s ago", ticking; the full local and UTC time in the tooltip. */
export function Ago({ at, none = '—' }: TimeProps) {
  const text = useTicking((now, isCoarse) => (at === null ? none : ago(at, now, isCoarse)), at);
  return <Stamp at={at} text={text} />;
}

/** "in 12 s", ticking. */
export function Until({ at, none = '—' }: TimeProps) {
  const text = useTicking((now, isCoarse) => (at === null ? none : until(at, now, isCoarse)), at);
  return <Stamp at={at} text={text} />;
}

/** "for 12 s", ticking. */
export function Lasting({ at }: { at: number }) {
  const text = useTicking((now, isCoarse) => lasting(at, now, isCoarse), at);
  return <Stamp at={at} text={text} />;
}

/** The clock time, with the day when it is not today. */
export function At({ at, none = '—' }: TimeProps) {
  const text = useTicking((now) => (at === null ? none : shortTime(at, now)));
  return <Stamp at={at} text={text} />;
}

function Stamp({ at, text }: { at: number | null; text: string }) {
  if (at === null) return <span style={{ color: 'var(--text-dim)' }}>{text}</span>;
  return (
    <time dateTime={new Date(at).toISOString()} title={fullTime(at)} style={{ whiteSpace: 'nowrap' }}>
      {text}
    </time>
  );
}
