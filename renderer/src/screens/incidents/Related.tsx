import type { IncidentView } from '../../../../shared/domain/incident.ts';
import { TextButton } from '../../components/TextButton.tsx';
import { plural } from '../../format/number.ts';
import { go } from '../../stores/navigation.ts';
import { IncidentMark } from './IncidentList.tsx';
import classes from './Incidents.module.css';

/** The incident that explains this one, or those that it explains. */
export function Related({ incident }: { incident: IncidentView }) {
  const { parentId, children } = incident;
  if (parentId === null && children.length === 0) return null;
  return (
    <section aria-label="Related incidents">
      <h2 className={classes.heading}>
        {parentId === null
          ? `Explains ${plural(children.length, 'other incident')}`
          : 'Part of something larger'}
      </h2>
      {parentId !== null && (
        <p>
          Another incident explains this one and speaks for it.{' '}
          <TextButton onClick={() => go({ screen: 'incident', id: parentId })}>Open it</TextButton>
        </p>
      )}
      {children.length > 0 && (
        <ul className={classes.related}>
          {children.map((child) => (
            <li key={child.id} className={classes.relatedItem}>
              <IncidentMark incident={child} />
              <TextButton onClick={() => go({ screen: 'incident', id: child.id })}>{child.title}</TextButton>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
