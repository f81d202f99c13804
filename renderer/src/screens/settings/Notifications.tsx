import { Button, Switch } from '@mantine/core';
import { useState } from 'react';
import type { AppInfo, NotificationPolicy, Settings } from '../../../../shared/domain/settings.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { changeSettings, testNotification } from '../../stores/settings.ts';
import { QuietHoursFields } from './QuietHoursFields.tsx';
import { Repeat } from './Repeat.tsx';
import { Routes } from './Routes.tsx';
import { Routing } from './Routing.tsx';
import { Section } from './Section.tsx';
import classes from './Settings.module.css';

export function Notifications({ settings, info }: { settings: Settings; info: AppInfo }) {
  const changing = useAction(changeSettings);
  const testing = useAction(testNotification);
  const [result, setResult] = useState('');
  const { enabled, onResolved } = settings.notifications;
  const change = (part: Partial<NotificationPolicy>) =>
    void changing.run({ notifications: { ...settings.notifications, ...part } });
  const test = async () => {
    setResult('');
    const answer = await testing.run();
    if (!answer) return;
    setResult(
      answer.shown ? 'The desktop took the notification.' : (answer.reason ?? 'It could not be shown.'),
    );
  };
  return (
    <Section title="Notifications">
      <Switch
        label="Notify me when data breaks"
        description="One notification for each problem. Everything also stands in the inbox."
        checked={enabled}
        onChange={(event) => change({ enabled: event.currentTarget.checked })}
      />
      <Switch
        label="Also when it is resolved"
        checked={onResolved}
        disabled={!enabled}
        onChange={(event) => change({ onResolved: event.currentTarget.checked })}
      />
      <QuietHoursFields policy={settings.notifications} onChange={change} />
      <Repeat policy={settings.notifications} onChange={change} />
      <Routing policy={settings.notifications} onChange={change} />
      <Routes policy={settings.notifications} onChange={change} />
      {!info.notifications.available && (
        <p className={classes.text}>
          This desktop cannot show notifications: {info.notifications.reason ?? 'it did not say why.'} Pulse
          keeps every message in its inbox.
        </p>
      )}
      <div className={classes.row}>
        <Button loading={testing.slow} onClick={test}>
          Send a test notification
        </Button>
        <span role="status" className={classes.text}>
          {result}
        </span>
      </div>
      {testing.problem && <ProblemNote problem={testing.problem} onRetry={test} />}
      {changing.problem && <ProblemNote problem={changing.problem} />}
    </Section>
  );
}
