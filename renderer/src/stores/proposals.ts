import { create } from 'zustand';
import type { BackTest, CheckInput, CheckPrice, Suggestion } from '../../../shared/domain/check.ts';
import type { Problem } from '../../../shared/domain/primitives.ts';
import { toProblem } from '../ipc/problem.ts';
import { suggestChecks } from './catalogue.ts';
import { backTestChecks, priceChecks } from './checks.ts';
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
  /** What each suggestion would cost and would have said, by its key. Null while that is being found out. */
  proofs: Readonly<Record<string, Proof>> | null;
  /** Why accepting it failed. */
  problem: Problem | null;
}

/** What is known of a suggestion before it is taken. */
export interface Proof {
  price: CheckPrice | null;
  past: BackTest | null;
}

export const useProposals = create<{ list: readonly Proposal[] }>()(() => ({ list: [] }));

/** Which tables are proposed for; what is found out for others comes too late. */
let round = 0;

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
    return {
      key,
      schema,
      name,
      load: LOADING,
      suggestions: [],
      ticked: new Set(),
      proofs: null,
      problem: null,
    };
  });
  round += 1;
  const mine = round;
  useProposals.setState({ list });
  for (const proposal of list) {
    if (round !== mine) return;
    await proposeFor(connectionId, proposal);
  }
  // All can be accepted by now: the rest is to help with the choice.
  for (const { key } of list) {
    if (round !== mine) return;
    await prove(connectionId, key);
  }
}

/** Nobody looks at them any more, so the replica is asked nothing more for them. */
export function forgetProposals(): void {
  round += 1;
  useProposals.setState({ list: [] });
}

/** Once more, after it failed. */
export async function proposeAgain(connectionId: number, proposal: Proposal): Promise<void> {
  await proposeFor(connectionId, proposal);
  await prove(connectionId, proposal.key);
}

/** Asks what the suggestions of one table would cost, and what they would have said. Neither is worth a failure. */
async function prove(connectionId: number, key: string): Promise<void> {
  const proposal = useProposals.getState().list.find((each) => each.key === key);
  if (!proposal || proposal.suggestions.length === 0) return;
  const { schema, name, suggestions } = proposal;
  const place = { connectionId, tableId: null, checkId: null, relation: { schema, name } };
  const checks = suggestions.map(({ check }) => check);
  const prices = await priceChecks(place, checks).catch(() => []);
  const pasts = await backTestChecks(place, checks).catch(() => []);
  const proofs = suggestions.map((suggestion, index): [string, Proof] => [
    suggestion.key,
    { price: prices[index] ?? null, past: pasts[index] ?? null },
  ]);
  change(key, { proofs: Object.fromEntries(proofs) });
}

async function proposeFor(connectionId: number, proposal: Proposal): Promise<void> {
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
