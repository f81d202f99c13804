import type { ConfiguredRoute } from '../../../shared/domain/configuration.ts';
import type { MessageRoute } from '../../../shared/domain/settings.ts';
import type { StoreApi } from '../store/api.ts';
import { order } from './order.ts';

type Place = Pick<MessageRoute, 'connectionId' | 'tableId'>;

/** What is set for messages about one connection or table, as a file has it. Null: nothing. */
export type RouteOf = (place: Place) => ConfiguredRoute | null;

/** The routes that are set up, with their webhooks by name. */
export function readRoutes(store: StoreApi): RouteOf {
  const { routes } = store.settings.get().notifications;
  const names = new Map(store.webhooks.list().map(({ id, name }) => [id, name]));
  const known = new Map(routes.map((route) => [keyOf(route), route]));
  return (place) => {
    const route = known.get(keyOf(place));
    if (!route) return null;
    const { connectionId: _, tableId: __, ...own } = route;
    return saidRoute({ ...own, webhooks: own.webhooks?.flatMap((id) => names.get(id) ?? []) ?? null });
  };
}

/** In one form, so that two that mean the same are equal: one that says nothing is none. */
export function saidRoute(route: ConfiguredRoute | null): ConfiguredRoute | null {
  if (route === null || Object.values(route).every((value) => value === null)) return null;
  return { ...route, webhooks: route.webhooks && [...new Set(route.webhooks)].sort(order) };
}

/** A route of a file, and whose it is, by name. `table` null: the connection's own. */
export interface RouteStep {
  connection: string;
  table: { schema: string; name: string } | null;
  to: ConfiguredRoute | null;
}

/** The routes after some were set. Everything that they name is in the store by now. */
export function routesAfter(store: StoreApi, steps: readonly RouteStep[]): MessageRoute[] {
  const connections = new Map(store.connections.list().map(({ id, name }) => [name, id]));
  const webhooks = new Map(store.webhooks.list().map(({ id, name }) => [name, id]));
  const nameOf = (connectionId: number, schema: string, name: string) =>
    JSON.stringify([connectionId, schema, name]);
  const tables = new Map(
    store.tables.list().map(({ id, connectionId, schema, name }) => [nameOf(connectionId, schema, name), id]),
  );
  const routes = new Map(store.settings.get().notifications.routes.map((route) => [keyOf(route), route]));
  for (const { connection, table, to } of steps) {
    const connectionId = connections.get(connection);
    if (connectionId === undefined) continue;
    const tableId = table === null ? null : tables.get(nameOf(connectionId, table.schema, table.name));
    if (tableId === undefined) continue;
    const place = { connectionId, tableId };
    routes.delete(keyOf(place));
    if (to === null) continue;
    const ids = to.webhooks?.flatMap((name) => webhooks.get(name) ?? []) ?? null;
    routes.set(keyOf(place), { ...place, ...to, webhooks: ids });
  }
  const kept = new Set(webhooks.values());
  // What went to a webhook alone that is gone goes nowhere: to start posting elsewhere is its user's to say.
  return [...routes.values()].map((route) => ({
    ...route,
    webhooks: route.webhooks?.filter((id) => kept.has(id)) ?? null,
  }));
}

const keyOf = ({ connectionId, tableId }: Place): string => `${connectionId} ${tableId}`;
