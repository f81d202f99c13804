import { access } from 'node:fs/promises';
import { join, parse } from 'node:path';
import type { DailyExport, DailyExportView, KeptDailyExport } from '../../../shared/domain/daily-export.ts';
import {
  Dataset,
  ExportFilter,
  type ExportProgress,
  type ExportRequest,
} from '../../../shared/domain/export.ts';
import type { EpochMs, Problem } from '../../../shared/domain/primitives.ts';
import { untilNextLook } from '../clock.ts';
import type { EventHub } from '../events.ts';
import type { Clock, Logger } from '../ports.ts';
import { ProblemError } from '../problem.ts';
import type { StoreApi } from '../store/api.ts';
import { exportFileName } from './file-name.ts';
import { beginningOf, lastDaily, nextDaily } from './time-of-day.ts';

/** Longer than any statement takes: what began before the time of day has ended and is on record by then. */
const GRACE_MS = 180_000;
/** After a start or waking up, until network drives are back. */
const SETTLE_MS = 15_000;
/** The time of day is on the wall clock, which a timer knows nothing of: looked at this often. */
const LOOK_EVERY_MS = 15_000;

export interface DailyExportDeps {
  store: Pick<StoreApi, 'settings'>;
  /** Writes one file. Never rejects: a failure is in its `problem`. */
  write(request: ExportRequest, path: string): Promise<ExportProgress>;
  clock: Clock;
  log: Logger;
  events: EventHub;
}

/**
 * Writes files to a folder once a day. Days that were slept through are made up for by one file each, which then takes in
 * all that is missing. What fails is shown in the inbox and tried again the next day.
 */
export class DailyExports {
  private readonly deps: DailyExportDeps;
  private kept: KeptDailyExport;
  private cancelTimer: (() => void) | null = null;
  private notBefore = 0;
  private running: Promise<Problem | null> | null = null;
  private stopped = false;

  constructor(deps: DailyExportDeps) {
    this.deps = deps;
    this.kept = deps.store.settings.dailyExport();
  }

  start(): void {
    this.settle();
    this.look();
  }

  /** Begins no other file. Resolves when the one that is being written is over; whoever writes it can cancel it. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.cancelTimer?.();
    this.cancelTimer = null;
    await this.running;
  }

  /** The machine woke up. */
  resume(): void {
    this.settle();
  }

  view(): DailyExportView {
    const { schedule, folder, last, failure, settledUntil } = this.kept;
    const now = this.deps.clock.now();
    const waiting = schedule.enabled && folder !== null;
    const next = () => this.owed(now) ?? nextDaily(schedule.at, Math.max(now - GRACE_MS, settledUntil));
    return {
      schedule,
      folder,
      last,
      failure,
      running: this.running !== null,
      nextAt: waiting ? next() : null,
    };
  }

  /** A schedule that is new, or has another time of day, owes nothing for what was before. */
  set(schedule: DailyExport): DailyExportView {
    const { schedule: before, folder } = this.kept;
    if (schedule.enabled && folder === null) throw noFolder();
    const begins = schedule.enabled && (!before.enabled || before.at !== schedule.at);
    this.keep({
      schedule,
      ...(begins ? this.beginning(schedule.at) : {}),
      ...(schedule.enabled ? {} : { failure: null }),
    });
    return this.view();
  }

  /** The failure was that of another folder. */
  setFolder(folder: string): DailyExportView {
    this.keep({ folder, failure: null });
    return this.view();
  }

  /** The user knows that it fails. */
  markSeen(): DailyExportView {
    const { failure } = this.kept;
    if (failure !== null) this.keep({ failure: { ...failure, seen: true } });
    return this.view();
  }

  /** Writes files of the last day, or of the chosen span, beside the daily ones. Throws a `ProblemError`. */
  async writeNow(): Promise<DailyExportView> {
    if (this.kept.folder === null) throw noFolder();
    const problem = await (this.running ?? this.begin(this.deps.clock.now(), 'by hand'));
    if (problem !== null) throw new ProblemError(problem);
    return this.view();
  }

  /** The first file is owed from here on, however long it takes until it can be written. */
  private beginning(at: string): Pick<KeptDailyExport, 'settledUntil' | 'reach'> {
    const now = this.deps.clock.now();
    const first = beginningOf('new', nextDaily(at, now), undefined) ?? now;
    const reach = Object.fromEntries(
      Dataset.options.map((dataset) => [dataset, this.kept.reach[dataset] ?? first]),
    );
    return { settledUntil: now, reach };
  }

  private settle(): void {
    this.notBefore = this.deps.clock.now() + SETTLE_MS;
  }

  private look(): void {
    const now = this.deps.clock.now();
    this.cancelTimer = this.deps.clock.after(untilNextLook(now, LOOK_EVERY_MS), () => this.look());
    // The clock was set back since.
    if (this.notBefore > now + SETTLE_MS) this.notBefore = now;
    if (this.kept.settledUntil > now) this.kept.settledUntil = now;
    const until = this.owed(now);
    if (until !== null && this.running === null && now >= this.notBefore) void this.begin(until, 'daily');
  }

  /** The time of day up to which files are owed. However many were missed: one. */
  private owed(now: EpochMs): EpochMs | null {
    const { schedule, folder, settledUntil } = this.kept;
    if (!schedule.enabled || folder === null) return null;
    const due = lastDaily(schedule.at, now - GRACE_MS);
    return due > settledUntil ? due : null;
  }

  private begin(until: EpochMs, why: 'daily' | 'by hand'): Promise<Problem | null> {
    const running = this.writeAll(until, why).finally(() => {
      this.running = null;
      this.announce();
    });
    this.running = running;
    this.announce();
    return running;
  }

  private async writeAll(until: EpochMs, why: 'daily' | 'by hand'): Promise<Problem | null> {
    const { schedule, folder } = this.kept;
    const files: string[] = [];
    let rows = 0;
    for (const dataset of schedule.datasets) {
      if (this.stopped) return null;
      const request = this.requestFor(dataset, until, why === 'daily' ? this.kept.reach[dataset] : undefined);
      const path = await freePath(folder ?? '', exportFileName(request, new Date(until)));
      const outcome = await this.deps.write(request, path);
      // Pulse is quitting: it is owed as before.
      if (outcome.state === 'cancelled') return null;
      if (outcome.problem) {
        if (why === 'daily') this.failed(outcome.problem, until);
        return outcome.problem;
      }
      files.push(outcome.path);
      rows += outcome.rows;
      // Kept at once: what is on disk is not written a second time after a failure of the next one.
      if (why === 'daily') this.keep({ reach: { ...this.kept.reach, [dataset]: until } });
    }
    const settled = Math.max(this.kept.settledUntil, until);
    this.keep({
      last: { at: this.deps.clock.now(), rows, files },
      failure: null,
      ...(why === 'daily' ? { settledUntil: settled } : {}),
    });
    this.deps.log.info({ rows, files: files.length, why }, 'exported to the folder');
    return null;
  }

  private requestFor(dataset: Dataset, until: EpochMs, reach: EpochMs | undefined): ExportRequest {
    const { schedule } = this.kept;
    const { times, bom, gzip, span } = schedule;
    const filter = ExportFilter.parse({ from: beginningOf(span, until, reach), to: until });
    return { dataset, filter, columns: schedule.columns[dataset] ?? [], times, bom, gzip };
  }

  /** News once, and again only when it fails for another reason. */
  private failed(problem: Problem, until: EpochMs): void {
    const { failure: before, settledUntil } = this.kept;
    this.deps.log.warn({ code: problem.code }, 'the daily export failed');
    const same = before?.problem.code === problem.code;
    const failure = { at: same ? before.at : this.deps.clock.now(), problem, seen: same && before.seen };
    this.keep({ failure, settledUntil: Math.max(settledUntil, until) });
  }

  private keep(change: Partial<KeptDailyExport>): void {
    const kept = { ...this.kept, ...change };
    this.deps.store.settings.setDailyExport(kept);
    this.kept = kept;
  }

  private announce(): void {
    // After `begin` has noted that it is under way, or is not any more.
    queueMicrotask(() => {
      if (!this.stopped) this.deps.events.emit('dailyExport.changed', this.view());
    });
  }
}

/** A file that is there is not replaced: it may hold what no other one does. */
async function freePath(folder: string, name: string): Promise<string> {
  const { name: stem, ext } = parse(name.replace(/\.gz$/, ''));
  const end = name.endsWith('.gz') ? `${ext}.gz` : ext;
  for (let n = 1; ; n++) {
    const path = join(folder, n === 1 ? name : `${stem}-${n}${end}`);
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (!there) return path;
  }
}

const noFolder = () =>
  new ProblemError({
    code: 'no_folder',
    title: 'There is no folder to write to yet.',
    hint: 'Choose one first.',
  });
