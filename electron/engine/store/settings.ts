import { Pause } from '../../../shared/domain/connection.ts';
import { KeptDailyExport } from '../../../shared/domain/daily-export.ts';
import { Settings } from '../../../shared/domain/settings.ts';
import type { StoreApi } from './api.ts';
import type { Db, Query } from './database.ts';

type SettingStore = StoreApi['settings'];

/** Beside the settings: the window's forms do not know of them, so they cannot overwrite them. */
const PAUSE = 'pause';
const DAILY_EXPORT = 'dailyExport';

export class SettingsTable implements SettingStore {
  readonly #db: Db;
  readonly #all: Query<[], { key: string; value: string }>;
  readonly #put: Query<[string, string]>;

  /** Read once: every run asks for them, and nobody else writes while this store may. */
  #known: Settings | null = null;

  constructor(db: Db) {
    this.#db = db;
    this.#all = db.prepare('SELECT key, value FROM setting');
    this.#put = db.prepare(
      'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    );
  }

  /**
   * A setting that was never set, or holds what this version does not understand, has its default. All who ask share
   * one frozen object: every run asks several times.
   */
  get(): Settings {
    if (this.#known !== null && !this.#db.raw.readonly) return this.#known;
    const settings = Settings.parse({});
    for (const { key, value } of this.#all.all()) {
      const one = Settings.safeParse({ ...settings, [key]: JSON.parse(value) });
      if (one.success) Object.assign(settings, one.data);
    }
    this.#known = frozen(settings);
    return this.#known;
  }

  pause(): Pause {
    const pause = Pause.safeParse(this.#valueOf(PAUSE));
    return pause.success ? pause.data : null;
  }

  setPause(pause: Pause): void {
    this.#put.run(PAUSE, JSON.stringify(pause));
  }

  dailyExport(): KeptDailyExport {
    const kept = KeptDailyExport.safeParse(this.#valueOf(DAILY_EXPORT) ?? {});
    return kept.success ? kept.data : KeptDailyExport.parse({});
  }

  setDailyExport(kept: KeptDailyExport): void {
    this.#put.run(DAILY_EXPORT, JSON.stringify(kept));
  }

  set(settings: Settings): void {
    this.#known = null;
    this.#db.transaction(() => {
      for (const [key, value] of Object.entries(settings)) this.#put.run(key, JSON.stringify(value));
    });
  }

  #valueOf(key: string): unknown {
    const row = this.#all.all().find((each) => each.key === key);
    return row ? JSON.parse(row.value) : null;
  }
}

/** All of it, to the last list in it. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}
