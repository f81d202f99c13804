import { useEffect, useRef, useState } from 'react';
import classes from './Screen.module.css';

interface Props {
  title: React.ReactNode;
  /** Under the title: the answer, or what the screen is for. */
  lead?: React.ReactNode;
  /** Above the title: where one is. */
  trail?: React.ReactNode;
  actions?: React.ReactNode;
  /** The body scrolls by itself (a virtual list does that on its own). */
  scroll?: boolean;
  /** Keeps long forms at a readable width. */
  narrow?: boolean;
  /** In a very wide window its buttons end where what is read below them ends. */
  measured?: boolean;
  children: React.ReactNode;
}

/** The first screen takes over from what the page brought with it: it must not fade in over the same words. */
let isFirst = true;

/** The frame of every screen. Its title takes the focus, so that the keyboard and readers follow. */
export function Screen(props: Props) {
  const { title, lead, trail, actions, scroll = true, narrow = false, measured = false, children } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [appears] = useState(!isFirst);
  useEffect(() => {
    isFirst = false;
    // Unless a part of the screen was asked for, and has it already.
    if (!frame.current?.contains(document.activeElement)) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div
      ref={frame}
      className={classes.screen}
      data-scroll={scroll || undefined}
      data-appears={appears || undefined}
    >
      <header className={classes.header} data-measured={measured || undefined}>
        <div className={classes.titles}>
          {trail && <div className={classes.trail}>{trail}</div>}
          <h1 ref={heading} tabIndex={-1} className={classes.title}>
            {title}
          </h1>
          {lead && <div className={classes.lead}>{lead}</div>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      <div className={scroll ? classes.body : classes.fill} data-narrow={narrow || undefined}>
        {children}
      </div>
    </div>
  );
}
