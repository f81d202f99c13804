import { Button } from '@mantine/core';
import { useState } from 'react';
import { MessageRoute } from '../../../../shared/domain/settings.ts';
import { useConnections } from '../../stores/connections.ts';
import { useTables } from '../../stores/tables.ts';
import { useWebhooks } from '../../stores/webhooks.ts';
import type { PolicyPart } from './policy-part.ts';
import { RouteForm } from './RouteForm.tsx';
import { routeWords, sameOwner, withRoute } from './route-words.ts';
import classes from './Settings.module.css';
import own from './Webhooks.module.css';

/** What is different for a connection or a table: where its messages go, how bad they must be, how often they come. */
export function Routes({ policy, onChange }: PolicyPart) {
  const webhooks = useWebhooks((state) => state.list);
  const nameOf = useOwnerNames();
  const [editing, setEditing] = useState<MessageRoute | 'new' | null>(null);
  // A rule of a table that is gone waits for nobody.
  const routes = policy.routes.filter((route) => nameOf(route) !== null);
  const save = (route: MessageRoute) => {
    const before = editing === 'new' || editing === null ? [] : [editing];
    const others = policy.routes.filter((each) => !before.some((old) => sameOwner(old, each)));
    onChange({ routes: withRoute(others, route) });
    setEditing(null);
  };
  const remove = (route: MessageRoute) =>
    onChange({ routes: policy.routes.filter((each) => !sameOwner(each, route)) });
  return (
    <fieldset className={classes.routing} disabled={!policy.enabled}>
      <legend className={classes.legend}>Different for a connection or a table</legend>
      <p className={classes.small}>
        A table’s own rule counts before its connection’s. What a rule leaves open is as for all.
      </p>
      {routes.length > 0 && (
        <ul className={own.list} aria-label="Rules" style={{ marginTop: 8 }}>
          {routes.map((route) => (
            <li key={`${route.connectionId}:${route.tableId}`} className={own.row}>
              <div className={own.text}>
                <div className={own.name}>{nameOf(route)}</div>
                <div className={classes.small}>{routeWords(route, webhooks).join(', ')}</div>
              </div>
              <div className={own.actions}>
                <Button onClick={() => setEditing(route)} aria-label={`Edit the rule of ${nameOf(route)}`}>
                  Edit…
                </Button>
                <Button onClick={() => remove(route)} aria-label={`Remove the rule of ${nameOf(route)}`}>
                  Remove
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      <Button mt={8} onClick={() => setEditing('new')}>
        Add a rule…
      </Button>
      {editing !== null && (
        <RouteForm
          route={editing === 'new' ? null : editing}
          taken={policy.routes}
          onSave={(route) => save(MessageRoute.parse(route))}
          onClose={() => setEditing(null)}
        />
      )}
    </fieldset>
  );
}

/** Null for what is gone. */
function useOwnerNames(): (route: MessageRoute) => string | null {
  const connections = useConnections((state) => state.list);
  const tables = useTables((state) => state.list);
  return ({ connectionId, tableId }) => {
    const connection = connections.find(({ id }) => id === connectionId);
    if (!connection) return null;
    if (tableId === null) return connection.name;
    const table = tables.find(({ id }) => id === tableId);
    return table ? `${table.schema}.${table.name} on ${connection.name}` : null;
  };
}
