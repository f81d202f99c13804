import { useEffect, useRef, useState } from 'react';
import classes from './DataTable.module.css';

interface Props {
  /** The columns at its sides. */
  left: string;
  right: string;
  /** The one line of the list that Tab reaches. */
  tabbable: boolean;
  onFocus: () => void;
  /** Moves the line by so many pixels from where it was when it was taken; kept when it is let go. */
  onMove: (by: number, letGo: boolean) => void;
  onReset: () => void;
}

/** What one press of an arrow key moves it by, in pixels. */
const STEP = 16;

/** The line between two columns, which is dragged, or moved by the arrow keys. */
export function ColumnLine({ left, right, tabbable, onFocus, onMove, onReset }: Props) {
  const [taken, setTaken] = useState<number | null>(null);
  const [width, setWidth] = useState(0);
  const line = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const column = line.current?.parentElement;
    if (!column) return;
    const observer = new ResizeObserver(() => setWidth(column.offsetWidth));
    observer.observe(column);
    return () => observer.disconnect();
  }, []);
  const onKeyDown = (event: React.KeyboardEvent<HTMLElement>) => {
    const lines = [
      ...(event.currentTarget.closest('tr')?.querySelectorAll<HTMLElement>('[role="separator"]') ?? []),
    ];
    const here = lines.indexOf(event.currentTarget);
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight')
      onMove(event.key === 'ArrowLeft' ? -STEP : STEP, true);
    else if (event.key === 'ArrowUp') lines[here - 1]?.focus();
    else if (event.key === 'ArrowDown') lines[here + 1]?.focus();
    else if (event.key === 'Enter') onReset();
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule between two paragraphs is another thing
    <span
      ref={line}
      role="separator"
      className={classes.line}
      data-taken={taken !== null || undefined}
      tabIndex={tabbable ? 0 : -1}
      aria-orientation="vertical"
      aria-label={`Line between ${left} and ${right}`}
      aria-valuenow={width}
      aria-valuetext={`${left} is ${width} pixels wide`}
      title="Drag, or use ← and →, for other widths. ↑ and ↓ go to another line. Double-click or Enter for the widths as at first."
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      onDoubleClick={onReset}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setTaken(event.clientX);
      }}
      onPointerMove={(event) => {
        if (taken !== null) onMove(event.clientX - taken, false);
      }}
      onPointerUp={(event) => {
        if (taken !== null && event.clientX !== taken) onMove(event.clientX - taken, true);
        setTaken(null);
      }}
      onPointerCancel={() => setTaken(null)}
    />
  );
}
