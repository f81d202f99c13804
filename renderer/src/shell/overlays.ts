import { lazy } from 'react';
import { closeExport, useExport } from '../stores/export.ts';
import { setInboxOpen, useInbox } from '../stores/inbox.ts';
import {
  askForInterval,
  askForLabels,
  askToSilence,
  showShortcuts,
  useOverlays,
} from '../stores/overlays.ts';
import type { Overlay } from './Overlay.tsx';

/** What can open over the window from anywhere. */
export const OVERLAYS: readonly (Overlay & { name: string })[] = [
  {
    name: 'Inbox',
    useOpen: () => useInbox((state) => state.open),
    close: () => setInboxOpen(false),
    Content: lazy(() => import('./Inbox.tsx').then((file) => ({ default: file.Inbox }))),
  },
  {
    name: 'ExportDialog',
    useOpen: () => useExport((state) => state.open),
    close: closeExport,
    Content: lazy(() =>
      import('../screens/export/ExportDialog.tsx').then((file) => ({ default: file.ExportDialog })),
    ),
  },
  {
    name: 'SilenceTables',
    useOpen: () => useOverlays((state) => state.silencing.length > 0),
    close: () => askToSilence([]),
    Content: lazy(() =>
      import('../screens/incidents/SilenceTables.tsx').then((file) => ({ default: file.SilenceTables })),
    ),
  },
  {
    name: 'IntervalDialog',
    useOpen: () => useOverlays((state) => state.interval.length > 0),
    close: () => askForInterval([]),
    Content: lazy(() =>
      import('../screens/overview/IntervalDialog.tsx').then((file) => ({ default: file.IntervalDialog })),
    ),
  },
  {
    name: 'LabelDialog',
    useOpen: () => useOverlays((state) => state.labelling.length > 0),
    close: () => askForLabels([]),
    Content: lazy(() =>
      import('../screens/overview/LabelDialog.tsx').then((file) => ({ default: file.LabelDialog })),
    ),
  },
  {
    name: 'ShortcutsDialog',
    useOpen: () => useOverlays((state) => state.shortcuts),
    close: () => showShortcuts(false),
    Content: lazy(() =>
      import('../shortcuts/ShortcutsDialog.tsx').then((file) => ({ default: file.ShortcutsDialog })),
    ),
  },
];
