export const scenarioNames = [
  'write',
  'migration',
  'retention',
  'backup',
  'restore',
  'export',
  'checkpoint',
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** What a child is told to do. */
export interface Order {
  scenario: ScenarioName;
  folder: string;
  migrationsFolder: string;
}

export const DAY_MS = 86_400_000;

/** What must be true of a data folder, from what its processes said before they were killed. */
export class Ledger {
  /** Runs that were on disk, with their values. */
  readonly acked = new Map<number, number>();
  /** Backups by name, with the last run that must be in each. */
  readonly backups = new Map<string, number>();
  readonly exports: { path: string; rows: number }[] = [];
  readonly errors: string[] = [];
  /** Runs that a restore is just giving up, or has given up: they must be in what was set aside. */
  restoring: number | null = null;
  setAside: Map<number, number> = new Map();

  /** Takes one line of a child's output. */
  note(line: string): void {
    const [what, ...rest] = line.split(' ');
    const [first = '', second = ''] = rest;
    if (what === 'ack') this.acked.set(Number(first), Number(second));
    else if (what === 'backup') this.backups.set(first, Number(second));
    else if (what === 'export') this.exports.push({ path: first, rows: Number(second) });
    else if (what === 'error') this.errors.push(rest.join(' '));
    else if (what === 'restoring') this.restoring = Number(first);
    else if (what === 'restored') this.giveUp();
  }

  /** The restore happened: what came after its backup is in the newest data that was set aside, and nowhere else. */
  giveUp(): void {
    if (this.restoring === null) return;
    const last = this.restoring;
    this.setAside = new Map([...this.acked].filter(([id]) => id > last));
    for (const id of this.setAside.keys()) this.acked.delete(id);
    this.restoring = null;
  }
}
