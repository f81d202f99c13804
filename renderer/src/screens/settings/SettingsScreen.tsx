import { useRef } from 'react';
import { Loaded } from '../../components/Loaded.tsx';
import { Screen } from '../../components/Screen.tsx';
import { loadSettings, useSettings } from '../../stores/settings.ts';
import type { SettingsSection } from '../../stores/settings-sections.ts';
import { About } from './About.tsx';
import { Appearance } from './Appearance.tsx';
import { Backups } from './Backups.tsx';
import { Configuration } from './Configuration.tsx';
import { Contents } from './Contents.tsx';
import { DailyExports } from './DailyExport.tsx';
import { HolidayList } from './Holidays.tsx';
import { Notifications } from './Notifications.tsx';
import { OnLogin } from './OnLogin.tsx';
import { Retention } from './Retention.tsx';
import { Secrets } from './Secrets.tsx';
import classes from './Settings.module.css';
import { Webhooks } from './Webhooks.tsx';

export function SettingsScreen({ section }: { section: SettingsSection | undefined }) {
  const sections = useRef<HTMLDivElement>(null);
  const { load, settings, info } = useSettings();
  return (
    <Screen title="Settings">
      <Loaded load={load} label="Loading the settings" retry={loadSettings} have={settings !== null}>
        {settings && info && (
          <div className={classes.page}>
            <Contents sections={sections} wanted={section} />
            <div ref={sections} className={classes.sections}>
              <Appearance settings={settings} />
              <OnLogin settings={settings} info={info} />
              <Notifications settings={settings} info={info} />
              <Webhooks />
              <Secrets settings={settings} info={info} />
              <HolidayList settings={settings} />
              <Retention settings={settings} />
              <DailyExports />
              <Backups />
              <Configuration />
              <About info={info} />
            </div>
          </div>
        )}
      </Loaded>
    </Screen>
  );
}
