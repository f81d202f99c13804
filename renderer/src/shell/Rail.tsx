import { Indicator, Tooltip, VisuallyHidden } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBell,
  IconBolt,
  IconDatabase,
  IconHelpCircle,
  IconHistory,
  IconLayoutList,
  IconSearch,
  IconSettings,
  IconTerminal2,
} from '@tabler/icons-react';
import { Keys } from '../shortcuts/Keys.tsx';
import { failureUnread, useDailyExport } from '../stores/daily-export.ts';
import { setInboxOpen, unreadCount, useInbox } from '../stores/inbox.ts';
import { openCount, useIncidents } from '../stores/incidents.ts';
import { go, useNavigation } from '../stores/navigation.ts';
import { showPalette } from '../stores/overlays.ts';
import type { Place } from '../stores/place.ts';
import { useSettings } from '../stores/settings.ts';
import { Logo } from './Logo.tsx';
import classes from './Rail.module.css';
import { RailConnections } from './RailConnections.tsx';

type Icon = typeof IconBell;

/** Which entry a place belongs to. */
const HOME: Record<Place['screen'], Place['screen']> = {
  overview: 'overview',
  table: 'overview',
  'add-tables': 'overview',
  incidents: 'incidents',
  incident: 'incidents',
  connections: 'connections',
  connection: 'connections',
  queries: 'queries',
  history: 'history',
  help: 'help',
  settings: 'settings',
  demo: 'demo',
};

export function Rail() {
  const open = useIncidents(openCount);
  const demo = useSettings((state) => state.info?.demo ?? false);
  return (
    <nav className={classes.rail} aria-label="Main">
      <div className={classes.brand}>
        <Logo />
        <span className={classes.name}>Pulse</span>
        <Bell />
      </div>
      <Find />
      <Entry icon={IconLayoutList} label="Overview" to={{ screen: 'overview' }} />
      <Entry icon={IconAlertTriangle} label="Incidents" to={{ screen: 'incidents' }} count={open} />
      <Entry icon={IconDatabase} label="Connections" to={{ screen: 'connections' }} />
      <Entry icon={IconHistory} label="History" to={{ screen: 'history' }} />
      <Entry icon={IconTerminal2} label="Query log" to={{ screen: 'queries', connectionId: null }} />
      <Entry icon={IconSettings} label="Settings" to={{ screen: 'settings' }} />
      <Entry icon={IconHelpCircle} label="Help" to={{ screen: 'help' }} />
      {__DEMO__ && demo && (
        <>
          <hr className={classes.rule} />
          <Entry icon={IconBolt} label="Break something" to={{ screen: 'demo' }} />
        </>
      )}
      <RailConnections />
    </nav>
  );
}

function Entry({
  icon: Glyph,
  label,
  to,
  count = 0,
}: {
  icon: Icon;
  label: string;
  to: Place;
  count?: number;
}) {
  const current = useNavigation((state) => HOME[state.place.screen] === to.screen);
  return (
    <button
      type="button"
      className={classes.entry}
      aria-current={current ? 'page' : undefined}
      title={label}
      onClick={() => go(to)}
    >
      <Glyph size={17} stroke={1.6} aria-hidden="true" />
      <span className={classes.label}>{label}</span>
      {count > 0 && (
        <>
          <span className={classes.count}>{count}</span>
          <VisuallyHidden> open</VisuallyHidden>
        </>
      )}
    </button>
  );
}

/** The palette, for whoever does not know its keys yet. */
function Find() {
  return (
    <button type="button" className={classes.find} title="Find anything" onClick={() => showPalette(true)}>
      <IconSearch size={15} stroke={1.8} aria-hidden="true" />
      <span className={classes.label}>Find</span>
      <span className={classes.findKeys} aria-hidden="true">
        <Keys id="palette.open" />
      </span>
    </button>
  );
}

function Bell() {
  const messages = useInbox(unreadCount);
  const unread = useDailyExport(failureUnread) ? messages + 1 : messages;
  const label = unread > 0 ? `Inbox, ${unread} unread` : 'Inbox';
  return (
    <Tooltip label={label}>
      <button type="button" className={classes.bell} aria-label={label} onClick={() => setInboxOpen(true)}>
        <Indicator disabled={unread === 0} size={8} offset={4} color="var(--broken-fill)">
          <IconBell size={17} stroke={1.6} aria-hidden="true" />
        </Indicator>
      </button>
    </Tooltip>
  );
}
