import type { ConfigurationPlan, ConfigurationPreview } from '../../../shared/domain/configuration-plan.ts';
import { formatCount } from '../../../shared/format.ts';
import { lagCheck } from '../checks/lag-check.ts';
import type { HandlerDeps } from '../handlers/handlers.ts';
import { ProblemError } from '../problem.ts';
import { type Applied, applySteps } from './apply.ts';
import { exportConfiguration } from './export-yaml.ts';
import type { Parsed } from './parse-yaml.ts';
import { type Difference, planConfiguration, type Steps } from './plan.ts';
import type { ConfigurationReader } from './reader.ts';
import { configuredCheck, readSetUp } from './set-up.ts';

type Deps = Pick<
  HandlerDeps,
  'store' | 'monitor' | 'board' | 'events' | 'clock' | 'passwords' | 'webhookSecrets' | 'courier'
> & { reader: Pick<ConfigurationReader, 'read' | 'forget'> };

/** Writes the set-up to a file, and makes it what a file says. */
export class ConfigurationDesk {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  text(): string {
    return exportConfiguration(this.deps.store);
  }

  /** What is wrong in a file, or else what it would change. Changes nothing. */
  async preview(text: string, prune: boolean): Promise<ConfigurationPreview> {
    const { configuration, errors } = await this.parse(text);
    if (!configuration) return { errors, plan: null };
    return { errors: [], plan: this.difference(configuration, prune).plan };
  }

  /**
   * Makes the set-up what the file says: all of it, or nothing. `fingerprint`: of the plan that was looked at; null
   * takes whatever the difference is now. Throws a `ProblemError` when the file has errors, or when the difference is
   * another one by now.
   */
  async apply(text: string, prune: boolean, fingerprint: string | null): Promise<ConfigurationPlan> {
    const { configuration, errors } = await this.parse(text);
    if (!configuration) {
      const [{ line, field, message }] = errors;
      throw new ProblemError({
        code: 'bad_configuration',
        title: `The file has ${formatCount(errors.length, 'error')}. Line ${line}, ${field || 'the file'}: ${message}`,
        hint: 'Nothing was changed. Correct the file and try again.',
      });
    }
    const { store, monitor, clock } = this.deps;
    const { plan, applied } = monitor.atomically((drop) => {
      const difference = this.difference(configuration, prune);
      if (fingerprint !== null && difference.plan.fingerprint !== fingerprint) throw changedMeanwhile();
      drop(isRemoved(difference.steps));
      return { plan: difference.plan, applied: applySteps(store, difference.steps, clock.now()) };
    });
    this.deps.reader.forget();
    await this.takeIntoUse(applied);
    return plan;
  }

  private parse(text: string): Promise<Parsed> {
    const { store, reader } = this.deps;
    const { connections, webhooks } = store;
    const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
    return reader.read(text, {
      connections: names(connections.list()),
      webhooks: names(webhooks.list()),
    });
  }

  private difference(configuration: NonNullable<Parsed['configuration']>, prune: boolean): Difference {
    return planConfiguration(configuration, readSetUp(this.deps.store), {
      prune,
      ownChecks: ({ limits }) => [configuredCheck(lagCheck(limits))],
    });
  }

  /** The store is as the file says; now what runs follows it. */
  private async takeIntoUse(applied: Applied): Promise<void> {
    const { monitor, board, events, passwords, webhookSecrets, courier } = this.deps;
    for (const check of applied.removedChecks) {
      monitor.removeCheck(check);
      if (check.tableId !== null) board.pushTable(check.tableId);
    }
    for (const id of applied.removedTables) monitor.removeTable(id);
    const leaving = applied.removedConnections.map(async (id) => {
      await monitor.removeConnection(id);
      passwords.forget(id);
    });
    for (const id of applied.removedTables) events.emit('table.removed', { id });
    for (const id of applied.removedConnections) events.emit('connection.removed', { id });
    for (const connection of applied.addedConnections) monitor.addConnection(connection);
    const changing = applied.changedConnections.map((connection) => monitor.changeConnection(connection));
    for (const table of applied.tables) board.pushTable(table.id);
    monitor.putChecks(applied.checks);
    if (applied.settings) {
      events.emit('settings.changed', applied.settings);
      monitor.reviewIncidents();
    }
    for (const id of applied.removedWebhooks) webhookSecrets.forget(id);
    if (applied.webhooks) {
      courier.push();
      courier.look();
    }
    await Promise.all([...leaving, ...changing]);
  }
}

/** The alerts of what goes. */
function isRemoved({ removeConnections, removeTables, removeChecks }: Steps) {
  const connections = new Set(removeConnections.map(({ id }) => id));
  const tables = new Set(removeTables.map(({ table }) => table.id));
  const checks = new Set(removeChecks);
  return (alert: { connectionId: number; tableId: number | null; checkId: number | null }): boolean =>
    connections.has(alert.connectionId) ||
    (alert.tableId !== null && tables.has(alert.tableId)) ||
    (alert.checkId !== null && checks.has(alert.checkId));
}

function changedMeanwhile(): ProblemError {
  return new ProblemError({
    code: 'changed_meanwhile',
    title: 'Something was changed since you looked at the difference.',
    hint: 'Nothing was applied. Look at the difference again.',
  });
}
