import { create } from 'zustand';
import type {
  BackTest,
  CheckInput,
  CheckPreview,
  CheckPrice,
  CheckQuestion,
  CheckTypeInfo,
  CheckView,
  DraftPrice,
  DryRun,
} from '../../../shared/domain/check.ts';
import { call } from '../ipc/client.ts';
import { toProblem } from '../ipc/problem.ts';
import { applyToConnections } from './connection-checks.ts';
import { useDetail } from './detail.ts';
import { IDLE, LOADING, type Load, READY, upsert } from './load.ts';

interface CheckTypesState {
  load: Load;
  types: readonly CheckTypeInfo[];
}

export const useCheckTypes = create<CheckTypesState>()(() => ({ load: IDLE, types: [] }));

/** Asked once: the types do not change while the app runs. */
export async function loadCheckTypes(): Promise<void> {
  const { phase } = useCheckTypes.getState().load;
  if (phase === 'ready' || phase === 'loading') return;
  useCheckTypes.setState({ load: LOADING });
  try {
    useCheckTypes.setState({ types: await call('checks.types'), load: READY });
  } catch (error) {
    useCheckTypes.setState({ load: { phase: 'failed', problem: toProblem(error) } });
  }
}

/** Where a check lives: on a table, or on its connection. */
export interface CheckOwner {
  connectionId: number;
  tableId: number | null;
}

function put(check: CheckView): CheckView {
  applyToConnections([check], []);
  useDetail.setState(({ detail }) =>
    detail && detail.table.id === check.tableId
      ? { detail: { ...detail, checks: upsert(detail.checks, check) } }
      : {},
  );
  return check;
}

export const createCheck = async (owner: CheckOwner, check: CheckInput): Promise<CheckView> =>
  put(await call('checks.create', { ...owner, check }));

export const updateCheck = async (id: number, check: CheckInput): Promise<CheckView> =>
  put(await call('checks.update', { id, check }));

/** Where a check that is being written belongs; `checkId` is that of the saved one that is being changed. */
export interface DraftOwner extends CheckOwner {
  checkId: number | null;
}

export const previewCheck = (owner: DraftOwner, check: CheckQuestion): Promise<CheckPreview> =>
  call('checks.preview', { ...owner, check });

export const priceCheck = (owner: DraftOwner, check: CheckQuestion): Promise<DraftPrice> =>
  call('checks.price', { ...owner, check });

export const dryRunCheck = (owner: DraftOwner, check: CheckInput): Promise<DryRun> =>
  call('checks.dryRun', { ...owner, check });

interface DraftsPlace extends DraftOwner {
  /** A table that is not monitored yet. */
  relation: { schema: string; name: string } | null;
}

/** Prices of checks that are being written, in their order. */
export const priceChecks = (place: DraftsPlace, checks: CheckInput[]): Promise<(CheckPrice | null)[]> =>
  call('checks.prices', { ...place, checks });

/** What checks that are being written would have said in the past, in their order. */
export const backTestChecks = (place: DraftsPlace, checks: CheckInput[]): Promise<BackTest[]> =>
  call('checks.backTest', { ...place, checks });

/** The user's word on the last value: `fine` is learned as normal, otherwise it is left out of what is learned. */
export const giveFeedback = async (id: number, fine: boolean): Promise<CheckView> =>
  put(await call('checks.feedback', { id, fine }));

export async function runChecks(ids: number[]): Promise<void> {
  if (ids.length > 0) await call('checks.runNow', { ids });
}

export async function removeCheck(id: number): Promise<void> {
  await call('checks.remove', { id });
  applyToConnections([], [id]);
  useDetail.setState(({ detail }) =>
    detail ? { detail: { ...detail, checks: detail.checks.filter((check) => check.id !== id) } } : {},
  );
}
