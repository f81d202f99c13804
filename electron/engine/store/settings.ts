import { Settings } from '../../../shared/domain/settings.ts';
import type { StoreApi } from './api.ts';
import type { Db, Query } from './database.ts';

type SettingStore = StoreApi['settings'];

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

  set(settings: Settings): void {
    this.#known = null;
    this.#db.transaction(() => {
      for (const [key, value] of Object.entries(settings)) this.#put.run(key, JSON.stringify(value));
    });
  }
}
