import { Stack, Switch } from '@mantine/core';
import { useConnections } from '../../stores/connections.ts';
import type { PolicyPart } from './policy-part.ts';
import classes from './Settings.module.css';

/** Which connections may speak on the desktop. All of them stand in the inbox. */
export function Routing({ policy, onChange }: PolicyPart) {
  const connections = useConnections((state) => state.list);
  if (connections.length === 0) return null;
  const { inboxOnlyConnections: silent } = policy;
  return (
    <fieldset className={classes.routing}>
      <legend className={classes.legend}>On the desktop</legend>
      <p className={classes.small}>Messages of the others go to the inbox only.</p>
      <Stack gap={8} mt={8}>
        {connections.map(({ id, name }) => (
          <Switch
            key={id}
            label={name}
            checked={!silent.includes(id)}
            disabled={!policy.enabled}
            onChange={(event) =>
              onChange({
                inboxOnlyConnections: event.currentTarget.checked
                  ? silent.filter((each) => each !== id)
                  : [...silent, id],
              })
            }
          />
        ))}
      </Stack>
    </fieldset>
  );
}
