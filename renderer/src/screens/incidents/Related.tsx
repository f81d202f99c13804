import { Button } from '@mantine/core';
import { useState } from 'react';
import type { IncidentChild, IncidentView } from '../../../../shared/domain/incident.ts';
import { TextButton } from '../../components/TextButton.tsx';
import { plural } from '../../format/number.ts';
import { findingsWord } from '../../format/words.ts';
import { useIncidents } from '../../stores/incidents.ts';
import { go } from '../../stores/navigation.ts';
import { IncidentMark } from './IncidentList.tsx';
import classes from './Incidents.module.css';

/** More of them would push all else out of sight. */
const MOST = 8;

/** The incident that explains this one, or those that it explains. Of a group they are what is wrong. */
export function Related({ incident }: { incident: IncidentView }) {
  const { parentId, children, group } = incident;
  const [all, setAll] = useState(false);
  if (parentId === null && children.length === 0) return null;
  const explains = group ? findingsWord(incident) : `Explains ${plural(children.length, 'other incident')}`;
  return (
    <section aria-label={group ? 'Findings' : 'Related incidents'}>
      <h2 className={classes.heading}>{parentId === null ? explains : 'Part of something larger'}</h2>
      {parentId !== null && (
        <p>
          Another incident explains this one and speaks for it.{' '}
          <TextButton onClick={() => go({ screen: 'incident', id: parentId })}>Open it</TextButton>
        </p>
      )}
      {children.length > 0 && (
        <ul className={classes.members}>
          {(all ? children : children.slice(0, MOST)).map((child) => (
            <Child key={child.id} child={child} />
          ))}
        </ul>
      )}
      {children.length > MOST && (
        <Button mt={8} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? `Show ${MOST}` : `Show all ${children.length}`}
        </Button>
      )}
    </section>
  );
}

function Child({ child }: { child: IncidentChild }) {
  const { id, title } = child;
  const sentence = useIncidents((state) => state.list.find((each) => each.id === id)?.sentence);
  return (
    <li>
      <span className={classes.childMark}>
        <IncidentMark incident={child} />
      </span>
      <div>
        <div className={classes.memberName}>
          <TextButton onClick={() => go({ screen: 'incident', id })}>{title}</TextButton>
        </div>
        {sentence && <div>{sentence}</div>}
      </div>
    </li>
  );
}
