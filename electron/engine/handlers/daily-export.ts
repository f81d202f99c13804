import type { DailyExports } from '../export/daily.ts';
import type { Handlers } from './handlers.ts';

type Method = 'dailyExport.get' | 'dailyExport.set' | 'dailyExport.markSeen' | 'dailyExport.writeNow';

/** Answers about the files that are written every day. */
export function dailyExportHandlers(daily: DailyExports): Handlers<Method> {
  return {
    'dailyExport.get': () => daily.view(),
    'dailyExport.set': (schedule) => daily.set(schedule),
    'dailyExport.markSeen': () => daily.markSeen(),
    'dailyExport.writeNow': () => daily.writeNow(),
  };
}
