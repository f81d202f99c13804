import { type Ref, useState } from 'react';
import type { IncidentView } from '../../../../shared/domain/incident.ts';
import { Mark } from '../../components/Status.tsx';
import { Ago, Lasting } from '../../components/Time.tsx';
import { duration } from '../../format/duration.ts';
import { plural } from '../../format/number.ts';
import { healthWord, heldWord, incidentWord, labelWord, severityHealth } from '../../format/words.ts';
import { openIncident } from '../../stores/incidents.ts';
import { neighbour } from '../../stores/mailbox.ts';
import classes from './Incidents.module.css';

interface Props {
  incidents: readonly IncidentView[];
  /** Out of several mailboxes: each says whether somebody looks after it. */
  mixed?: boolean;
  ref?: Ref<HTMLUListElement>;
  /** The row that the keyboard acts on. */
  cursor?: number | null;
  onCursor?: (id: number) => void;
  /** The one that is read beside the list. */
  current?: number | null;
}

/** Incidents as rows that say what, where and since when. */
export function IncidentList(props: Props) {
  const { incidents, mixed = false, ref, cursor = null, onCursor, current = null } = props;
  const order = incidents.map(({ id }) => id);
  // One row is in the tab order; arrow keys go on from there.
  const [left, setLeft] = useState<number | null>(null);
  const tabbable = [cursor, left].find((id) => id !== null && order.includes(id)) ?? order[0];
  const onKeyDown = (event: React.KeyboardEvent<HTMLElement>) => {
    const to = rowFor(event, order);
    if (to === null) return;
    event.preventDefault();
    event.currentTarget.querySelector<HTMLElement>(`[data-incident="${to}"]`)?.focus();
  };
  return (
    <ul ref={ref} className={classes.list} aria-label="Incidents" onKeyDown={onKeyDown}>
      {incidents.map((incident) => (
        <li key={incident.id}>
          <button
            type="button"
            className={classes.item}
            data-incident={incident.id}
            data-cursor={incident.id === cursor || undefined}
            aria-current={incident.id === current || undefined}
            tabIndex={incident.id === tabbable ? 0 : -1}
            onFocus={() => {
              setLeft(incident.id);
              onCursor?.(incident.id);
            }}
            onClick={() => openIncident(incident.id, order)}
          >
            <span className={classes.mark}>
              <IncidentMark incident={incident} />
            </span>
            <span className={classes.text}>
              <span className={classes.title}>{incident.title}</span>
              <span className={classes.sentence}>{incident.sentence}</span>
              <IncidentTags incident={incident} />
            </span>
            <span className={classes.aside}>
              <span title={incident.connectionName}>{incident.connectionName}</span>
              <span>
                {incident.resolvedAt === null ? (
                  <>
                    <Lasting at={incident.startedAt} />
                    {mixed && incident.acknowledgedAt !== null && ', acknowledged'}
                  </>
                ) : (
                  <>
                    <Ago at={incident.resolvedAt} />
                    <span className={classes.lasted}>
                      , lasted {duration((incident.resolvedAt - incident.startedAt) / 1_000)}
                    </span>
                  </>
                )}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

const STEPS: Record<string, 1 | -1> = { ArrowDown: 1, ArrowUp: -1 };

/** The row that a key leads to. Null where it leads nowhere. */
function rowFor(event: React.KeyboardEvent<HTMLElement>, order: readonly number[]): number | null {
  const row = event.target instanceof HTMLElement ? event.target.dataset.incident : undefined;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key === 'Home') return order[0] ?? null;
  if (event.key === 'End') return order.at(-1) ?? null;
  const step = STEPS[event.key];
  return step && row !== undefined ? neighbour(order, Number(row), step) : null;
}

/** How bad it is while it fires, in the overview's words; else where in its life it is, and the shape says how bad. */
export function IncidentMark({ incident }: { incident: Pick<IncidentView, 'state' | 'severity'> }) {
  const glyph = incident.state === 'resolved' ? 'healthy' : severityHealth[incident.severity];
  const [state, severity] = [incidentWord[incident.state], healthWord[glyph]];
  if (incident.state === 'resolved') return <Mark glyph={glyph} word={state} />;
  const [word, besides] = incident.state === 'firing' ? [severity, state] : [state, severity];
  return <Mark glyph={glyph} word={word} title={besides} shape={besides} />;
}

/** What else is to be known of it: comes and goes, kept silent, speaks for others, labelled. */
export function IncidentTags({ incident }: { incident: IncidentView }) {
  const { severity, flapping, state, held, children, label, group } = incident;
  const tags = [
    severity === 'critical' && 'Critical',
    flapping !== null && state !== 'resolved' && 'Comes and goes',
    held !== null && held !== 'flapping' && state !== 'resolved' && heldWord[held],
    !group && children.length > 0 && `Explains ${plural(children.length, 'other')}`,
    label !== null && labelWord[label],
  ].filter((tag) => tag !== false);
  if (tags.length === 0) return null;
  return (
    <span className={classes.tags}>
      {tags.map((tag) => (
        <span key={tag} className={classes.tag}>
          {tag}
        </span>
      ))}
    </span>
  );
}
