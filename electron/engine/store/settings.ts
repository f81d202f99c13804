import { Pause } from '../../../shared/domain/connection.ts';
import { Settings } from '../../../shared/domain/settings.ts';
import type { StoreApi } from './api.ts';
import type { Db, Query } from './database.ts';

type SettingStore = StoreApi['settings'];

/** Beside the settings: the window's forms do not know of it, so they cannot overwrite it. */
const PAUSE = 'pause';

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

  /** A setting that was never set, or holds what this version does not understand, has its default. */
  get(): Settings {
    if (this.#known !== null && !this.#db.raw.readonly) return structuredClone(this.#known);
    const settings = Settings.parse({});
    for (const { key, value } of this.#all.all()) {
      const one = Settings.safeParse({ ...settings, [key]: JSON.parse(value) });
      if (one.success) Object.assign(settings, one.data);
    }
    this.#known = settings;
    return structuredClone(settings);
  }

  pause(): Pause {
    const row = this.#all.all().find(({ key }) => key === PAUSE);
    const pause = Pause.safeParse(row ? JSON.parse(row.value) : null);
    return pause.success ? pause.data : null;
  }

  setPause(pause: Pause): void {
    this.#put.run(PAUSE, JSON.stringify(pause));
  }

  set(settings: Settings): void {
    this.#known = null;
    this.#db.transaction(() => {
      for (const [key, value] of Object.entries(settings)) this.#put.run(key, JSON.stringify(value));
    });
  }
}
