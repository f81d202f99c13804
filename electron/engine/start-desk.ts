import type { Backup } from '../../shared/domain/backup.ts';
import type { Problem } from '../../shared/domain/primitives.ts';
import type { StartChoice, StartState } from '../../shared/domain/start.ts';
import type { Clock, Logger } from './ports.ts';
import { problemOf } from './problem.ts';
import { listBackups } from './store/backup/backup-files.ts';
import { startAfreshNow } from './store/backup/restore-now.ts';
import { runInWorker } from './store/worker-tasks.ts';

/** A start that takes longer is shown: nobody knows what a window that does not come is doing. */
const SHOW_AFTER_MS = 1_500;

/** The data is no use any more: a backup is, or a new beginning. */
const ruined = new Set(['damaged', 'not_a_store']);
/** The data is whole, and another Pulse could open it; an older backup can be opened by this one. */
const foreign = new Set(['from_the_future', 'upgrade_failed']);

type Trouble = Extract<StartState, { phase: 'trouble' }>;

export interface StartDeps<E> {
  /** Opens the engine. Throws a `ProblemError` when the data cannot be used as it is. */
  open(): Promise<E>;
  dataFolder: string;
  nativeBinding?: string;
  worker?: string;
  /** The newest layout that this Pulse knows. */
  layout: number;
  clock: Clock;
  log: Logger;
  /** The user is to see how the start stands. */
  show(): void;
  openFolder(): void;
  quit(): void;
}

/** Opens the engine, and where its data cannot be used lets the user decide what to do, as often as it takes. */
export class StartDesk<E> {
  private readonly deps: StartDeps<E>;
  private state: StartState = { phase: 'opening' };
  private waiting: ((state: StartState) => void)[] = [];
  private goOn: () => void = () => {};
  /** Backups that proved unusable when they were to be restored. */
  private readonly unusable = new Set<string>();
  private trouble: Problem | null = null;

  constructor(deps: StartDeps<E>) {
    this.deps = deps;
  }

  get handlers() {
    return {
      'start.state': () => this.state,
      'start.settled': () => this.settled(),
      'start.choose': ({ choice }: { choice: StartChoice }) => this.choose(choice),
    };
  }

  /** Resolves when the engine is open. Rejects only with what is no problem of the data: a defect of ours. */
  async open(): Promise<E> {
    for (;;) {
      const cancel = this.deps.clock.after(SHOW_AFTER_MS, () => this.deps.show());
      try {
        return await this.deps.open();
      } catch (error) {
        const problem = problemOf(error);
        if (problem === null) throw error;
        this.deps.log.error({ err: error, code: problem.code }, problem.title);
        const decided = new Promise<void>((resolve) => {
          this.goOn = resolve;
        });
        this.trouble = problem;
        this.become(await this.troubleWith(problem));
        this.deps.show();
        await decided;
      } finally {
        cancel();
      }
    }
  }

  /** All that the window may ask is answered from now on. */
  ready(): void {
    this.become({ phase: 'ready' });
  }

  private settled(): Promise<StartState> {
    if (this.state.phase !== 'opening') return Promise.resolve(this.state);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private become(state: StartState): void {
    this.state = state;
    if (state.phase === 'opening') return;
    for (const resolve of this.waiting.splice(0)) resolve(state);
  }

  private async choose(choice: StartChoice): Promise<StartState> {
    const { deps, state } = this;
    if (choice === 'openFolder') deps.openFolder();
    else if (choice === 'quit') deps.quit();
    else if (state.phase === 'trouble' && isOnOffer(choice, state)) {
      this.become({ phase: 'opening' });
      try {
        if (choice === 'restore' && state.offer !== null) await this.restore(state.offer.backup);
        if (choice === 'afresh') startAfreshNow(deps.dataFolder, deps.clock.now(), deps.nativeBinding);
        this.goOn();
      } catch (error) {
        await this.failed(error);
      }
      return this.settled();
    }
    return this.state;
  }

  private async restore({ name }: Backup): Promise<void> {
    const { dataFolder: folder, nativeBinding, worker, clock, log } = this.deps;
    try {
      await runInWorker({ do: 'restore', folder, nativeBinding, name, at: clock.now() }, worker).done;
      log.info({ name }, 'went back to a backup');
    } catch (error) {
      if (problemOf(error)?.code === 'backup_unusable') this.unusable.add(name);
      throw error;
    }
  }

  /** Says why the choice could not be carried out, and offers the next one. */
  private async failed(error: unknown): Promise<void> {
    const problem = problemOf(error);
    this.deps.log.error(
      { err: error, code: problem?.code },
      problem?.title ?? 'a choice at the start failed',
    );
    const code = this.trouble?.code ?? 'damaged';
    const said = problem ?? unexpected(error);
    this.become(await this.troubleWith({ ...said, code }, problem?.hint));
  }

  private async troubleWith(problem: Problem, hint?: string): Promise<Trouble> {
    const { code } = problem;
    const afresh = ruined.has(code);
    const offer = afresh || foreign.has(code) ? await this.offer() : null;
    const noWayBack = 'There is no backup to go back to. The damaged file is kept if you start afresh.';
    const advice = hint ?? (afresh ? (offer === null ? noWayBack : '') : problem.hint);
    return {
      phase: 'trouble',
      problem: { ...problem, hint: advice },
      offer,
      afresh,
      dataFolder: this.deps.dataFolder,
    };
  }

  /** The newest backup that this Pulse can read. */
  private async offer() {
    const { dataFolder: folder, nativeBinding, worker, layout, log } = this.deps;
    for (const backup of listBackups(folder, layout)) {
      const { name, at } = backup;
      if (backup.tooNew || this.unusable.has(name)) continue;
      try {
        const loss = await runInWorker({ do: 'loss', folder, nativeBinding, name, at }, worker).done;
        return { backup, loss };
      } catch (error) {
        this.unusable.add(name);
        log.error({ err: error, name }, 'a backup cannot be read');
      }
    }
    return null;
  }
}

function isOnOffer(choice: StartChoice, { offer, afresh }: Trouble): boolean {
  if (choice === 'restore') return offer !== null;
  return choice === 'retry' || afresh;
}

function unexpected(error: unknown): Problem {
  return {
    code: 'internal',
    title: 'That did not work.',
    hint: 'The log file in the data folder says more.',
    detail: error instanceof Error ? error.message : String(error),
    sqlstate: null,
  };
}
