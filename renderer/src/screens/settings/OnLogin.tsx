import { Switch } from '@mantine/core';
import type { AppInfo, Settings } from '../../../../shared/domain/settings.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { changeSettings } from '../../stores/settings.ts';
import { Section } from './Section.tsx';

/** Whether Pulse is there from login on. */
export function OnLogin({ settings, info }: { settings: Settings; info: AppInfo }) {
  const changing = useAction(changeSettings);
  return (
    <Section title="Start">
      <Switch
        label="Start Pulse at login"
        description={
          info.launchAtLogin
            ? 'It watches from then on without opening its window, and catches up quietly on what it missed.'
            : 'Only an installed Pulse can be started by this system.'
        }
        checked={settings.launchAtLogin && info.launchAtLogin}
        disabled={!info.launchAtLogin}
        onChange={(event) => changing.run({ launchAtLogin: event.currentTarget.checked })}
      />
      {changing.problem && <ProblemNote problem={changing.problem} />}
    </Section>
  );
}
