import { create } from 'zustand';
import type { CheckInput, Suggestion } from '../../../shared/domain/check.ts';
import type { Problem } from '../../../shared/domain/primitives.ts';
import { toProblem } from '../ipc/problem.ts';
import { suggestChecks } from './catalogue.ts';
import { LOADING, type Load, READY } from './load.ts';
import { monitorTable } from './tables.ts';

/** What is proposed for one table that was chosen, and what of it was ticked. */
export interface Proposal {
  key: string;
  schema: string;
  name: string;
  load: Load;
  suggestions: readonly Suggestion[];
  ticked: ReadonlySet<string>;
  /** Why accepting it failed. */
  problem: Problem | null;
}

export const useProposals = create<{ list: readonly Proposal[] }>()(() => ({ list: [] }));

const change = (key: string, part: Partial<Proposal>): void =>
  useProposals.setState((state) => ({
    list: state.list.map((each) => (each.key === key ? { ...each, ...part } : each)),
  }));

/** Asks for the tables one after the other: each looks into the replica's catalogue. */
export async function propose(
  connectionId: number,
  tables: readonly { schema: string; name: string }[],
): Promise<void> {
  const list = tables.map(({ schema, name }): Proposal => {
    const key = `${schema}.${name}`;
    return { key, schema, name, load: LOADING, suggestions: [], ticked: new Set(), problem: null };
  });
  useProposals.setState({ list });
  for (const proposal of list) {
    if (!useProposals.getState().list.some((each) => each.key === proposal.key)) return;
    await proposeFor(connectionId, proposal);
  }
}

export async function proposeFor(connectionId: number, proposal: Proposal): Promise<void> {
  change(proposal.key, { load: LOADING });
  try {
    const suggestions = await suggestChecks(connectionId, proposal);
    const ticked = suggestions.filter((each) => each.recommended).map((each) => each.key);
    change(proposal.key, { suggestions, ticked: new Set(ticked), load: READY });
  } catch (error) {
    change(proposal.key, { load: { phase: 'failed', problem: toProblem(error) } });
  }
}

export function tick(key: string, suggestion: string, ticked: boolean): void {
  const proposal = useProposals.getState().list.find((each) => each.key === key);
  if (!proposal) return;
  const next = new Set(proposal.ticked);
  if (ticked) next.add(suggestion);
  else next.delete(suggestion);
  change(key, { ticked: next });
}

export const chosenChecks = (proposal: Proposal): CheckInput[] =>
  proposal.suggestions.filter((each) => proposal.ticked.has(each.key)).map((each) => each.check);

/** Monitors every table that can be; what fails stays on the list with its reason. True when none did. */
export async function accept(connectionId: number): Promise<boolean> {
  for (const proposal of useProposals.getState().list) {
    const { key, schema, name } = proposal;
    try {
      await monitorTable({ connectionId, schema, name, checks: chosenChecks(proposal) });
      useProposals.setState((state) => ({ list: state.list.filter((each) => each.key !== key) }));
    } catch (error) {
      change(key, { problem: toProblem(error) });
    }
  }
  return useProposals.getState().list.length === 0;
}
