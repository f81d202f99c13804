import { Loaded } from '../../components/Loaded.tsx';
import { Screen } from '../../components/Screen.tsx';
import { loadSettings, useSettings } from '../../stores/settings.ts';
import { About } from './About.tsx';
import { Appearance } from './Appearance.tsx';
import { Backups } from './Backups.tsx';
import { Configuration } from './Configuration.tsx';
import { DailyExports } from './DailyExport.tsx';
import { HolidayList } from './Holidays.tsx';
import { Notifications } from './Notifications.tsx';
import { OnLogin } from './OnLogin.tsx';
import { Retention } from './Retention.tsx';
import { Secrets } from './Secrets.tsx';
import classes from './Settings.module.css';
import { Webhooks } from './Webhooks.tsx';

export function SettingsScreen() {
  const { load, settings, info } = useSettings();
  return (
    <Screen title="Settings" narrow>
      <Loaded load={load} label="Loading the settings" retry={loadSettings} have={settings !== null}>
        {settings && info && (
          <div className={classes.sections}>
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
        )}
      </Loaded>
    </Screen>
  );
}
