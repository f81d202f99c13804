import { z } from 'zod';
import { BackupOverview, RestoreLoss } from '../domain/backup.ts';
import {
  BackTest,
  CheckInput,
  CheckPreview,
  CheckPrice,
  CheckQuestion,
  CheckRun,
  CheckTypeInfo,
  CheckView,
  DraftPrice,
  DryRun,
  NamedCheck,
  SeriesPoint,
  Suggestion,
} from '../domain/check.ts';
import { ConfigurationPlan, ConfigurationPreview, ConfigurationText } from '../domain/configuration-plan.ts';
import {
  CancelledQuery,
  ConnectionInput,
  ConnectionTest,
  ConnectionTestStep,
  ConnectionView,
  PastedConnection,
  Pause,
  RunningQuery,
  SafetyReport,
  StopReport,
} from '../domain/connection.ts';
import { DailyExport, DailyExportView } from '../domain/daily-export.ts';
import { DemoFault } from '../domain/demo.ts';
import { ExportProgress, ExportRequest, RunFilter } from '../domain/export.ts';
import { InboxItem, IncidentLabel, IncidentState, IncidentView } from '../domain/incident.ts';
import { ChangeAround, IncidentDetail } from '../domain/incident-detail.ts';
import { LabelChange } from '../domain/labels.ts';
import { Loudness } from '../domain/loudness.ts';
import { EpochMs, Id } from '../domain/primitives.ts';
import { QueriesFound, QueryLogEntry, QuerySearch, QuerySums, QuerySumsAsked } from '../domain/query-log.ts';
import { Saving } from '../domain/saving.ts';
import { RunSearch, RunsFound } from '../domain/search.ts';
import { AppInfo, Settings } from '../domain/settings.ts';
import { SilenceInput, SilenceView } from '../domain/silence.ts';
import { StartChoice, StartState } from '../domain/start.ts';
import { CatalogueTable, KnownTable, TableDetail, TableStrips, TableView } from '../domain/table.ts';
import { WebhookInput, WebhookView } from '../domain/webhook.ts';
import type { EventName, MethodName } from './names.ts';

const nothing = z.null();
const byId = z.object({ id: Id });
/** More than anybody picks by hand, and as many as one can monitor. */
const tableIds = z.array(Id).min(1).max(10_000);
/** Where a check that is being written belongs; `checkId` is that of the saved check that is being changed. */
const place = z.object({ connectionId: Id, tableId: Id.nullable(), checkId: Id.nullable() });
/** Several checks that are being written. `relation`: of a table that is not monitored yet. */
const drafts = place.extend({
  relation: z.object({ schema: z.string(), name: z.string() }).nullable(),
  checks: z.array(CheckInput).min(1).max(200),
});
const relation = z.object({ connectionId: Id, schema: z.string(), name: z.string() });

/** Everything the window can ask of the main process. The preload's methods and the handlers follow from it. */
export const methods = {
  'start.state': { input: nothing, output: StartState },
  /** Resolves when the start has come to its end, or to something that the user must decide. */
  'start.settled': { input: nothing, output: StartState },
  'start.choose': { input: z.object({ choice: StartChoice }), output: StartState },
  'app.info': { input: nothing, output: AppInfo },
  'app.openExternal': { input: z.object({ topic: z.enum(['replicas', 'licence']) }), output: nothing },
  'settings.get': { input: nothing, output: Settings },
  'settings.set': { input: Settings, output: Settings },

  'connections.list': { input: nothing, output: z.array(ConnectionView) },
  /** Turns a `postgres://` connection string, or what is written for other programs, into fields. */
  'connections.parse': { input: z.object({ url: z.string().max(4_000) }), output: PastedConnection },
  /** `id` is set when an existing connection is tested, so that its stored password can be used. */
  'connections.test': {
    /** `run`: a number of the caller's own, under which the steps are told as they are answered. */
    input: z.object({ id: Id.nullable(), connection: ConnectionInput, run: z.number().int() }),
    output: ConnectionTest,
  },
  'connections.create': { input: ConnectionInput, output: ConnectionView },
  'connections.update': { input: z.object({ id: Id, connection: ConnectionInput }), output: ConnectionView },
  'connections.remove': { input: byId, output: nothing },
  'connections.setPaused': { input: z.object({ id: Id, paused: z.boolean() }), output: ConnectionView },
  /** Pauses, or resumes, all watching at once; each connection's own pause stays as it is. */
  'connections.pauseAll': { input: z.object({ paused: z.boolean() }), output: Pause },
  'connections.pauseState': { input: nothing, output: Pause },
  /** Emergency stop: cancels everything in flight, waits for the servers' confirmation, and leaves all paused. */
  'connections.stopAll': { input: nothing, output: StopReport },
  /** The checks on the connection itself. */
  'connections.checks': { input: byId, output: z.array(CheckView) },
  /** What is in flight there now. */
  'connections.running': { input: byId, output: z.array(RunningQuery) },
  /** Cancels one statement, and waits for the server's word that it is over. */
  'connections.cancelQuery': { input: byId.extend({ queryId: Id }), output: CancelledQuery },
  'connections.safety': { input: byId, output: SafetyReport },
  'connections.pickCaFile': { input: nothing, output: z.string().nullable() },

  'catalogue.tables': { input: z.object({ connectionId: Id }), output: z.array(CatalogueTable) },
  /** For completion: what is known without asking the server. */
  'catalogue.known': { input: z.object({ connectionId: Id }), output: z.array(KnownTable) },
  /** Asks the server for the columns of one table that may not be watched. */
  'catalogue.columns': { input: relation, output: KnownTable },
  'catalogue.suggest': { input: relation, output: z.array(Suggestion) },

  'tables.list': { input: nothing, output: z.array(TableView) },
  /**
   * The last 24 hours of every table, in 48 slots. Cheap enough to ask for whenever the overview is shown: the engine
   * keeps them in memory. They grow by `run.finished` events, or are asked for again as a slot ends.
   */
  'tables.strips': { input: nothing, output: TableStrips },
  'tables.get': { input: byId, output: TableDetail },
  'tables.monitor': { input: relation.extend({ checks: z.array(CheckInput) }), output: TableView },
  'tables.unmonitor': { input: byId, output: nothing },
  /** Takes the schema as it is now for the normal one. */
  'tables.acceptSchema': { input: byId, output: nothing },
  /** Queues all enabled checks of the tables; they still wait for the load budget. Answers how many. */
  'tables.runNow': { input: z.object({ ids: tableIds }), output: z.object({ checks: z.number().int() }) },
  /** Adds and removes tags, and says who looks after the tables. */
  'tables.label': { input: z.object({ ids: tableIds, change: LabelChange }), output: z.array(TableView) },
  /** Sets the interval of all checks of the tables, and runs them. Answers how many. */
  'tables.setInterval': {
    input: z.object({ ids: tableIds, intervalMs: CheckInput.shape.intervalMs }),
    output: z.object({ checks: z.number().int() }),
  },
  /** One silence a table, all of them or none. */
  'tables.silence': {
    input: z.object({ ids: tableIds, until: EpochMs, note: z.string().max(2_000) }),
    output: z.array(SilenceView),
  },

  'checks.types': { input: nothing, output: z.array(CheckTypeInfo) },
  'checks.create': {
    input: z.object({ connectionId: Id, tableId: Id.nullable(), check: CheckInput }),
    output: CheckView,
  },
  'checks.update': { input: z.object({ id: Id, check: CheckInput }), output: CheckView },
  'checks.remove': { input: byId, output: nothing },
  /** What checks are called. Those that were removed are left out. */
  'checks.named': { input: z.object({ ids: z.array(Id).max(500) }), output: z.array(NamedCheck) },
  /** Queues the checks at once; they still wait for the load budget. */
  'checks.runNow': { input: z.object({ ids: z.array(Id).min(1).max(5_000) }), output: nothing },
  /** The user's word on a check's last value: `fine` is learned as normal at once, otherwise it is left out of what is. */
  'checks.feedback': { input: z.object({ id: Id, fine: z.boolean() }), output: CheckView },
  /** Asks no server: quick enough for every key. */
  'checks.preview': { input: place.extend({ check: CheckQuestion }), output: CheckPreview },
  'checks.price': { input: place.extend({ check: CheckQuestion }), output: DraftPrice },
  /** Runs it once, guarded like any other run. Nothing is recorded but a line in the query log. */
  'checks.dryRun': { input: place.extend({ check: CheckInput }), output: DryRun },

  /** What the checks would have said of the past, in their order. */
  'checks.backTest': { input: drafts, output: z.array(BackTest) },
  /** What the checks would cost, in their order, by as few EXPLAINs as may be. Null: not known, or nothing to price. */
  'checks.prices': { input: drafts, output: z.array(CheckPrice.nullable()) },

  'runs.series': {
    input: z.object({
      checkId: Id,
      from: EpochMs,
      to: EpochMs,
      maxPoints: z.number().int().min(10).max(5_000),
    }),
    output: z.array(SeriesPoint),
  },
  'runs.list': {
    input: z.object({ filter: RunFilter, beforeId: Id.nullable(), limit: z.number().int().min(1).max(500) }),
    output: z.array(CheckRun),
  },
  /** What the replica was asked for a run, as far back as the query log goes, and the check's price as it is now. */
  'runs.statements': {
    input: byId,
    output: z.object({ statements: z.array(QueryLogEntry), price: CheckPrice.nullable() }),
  },

  /** Full-text search in what runs said, with the filters of every other list. */
  'history.search': { input: RunSearch, output: RunsFound },

  'incidents.list': {
    input: z.object({ states: z.array(IncidentState), limit: z.number().int().min(1).max(1_000) }),
    output: z.array(IncidentView),
  },
  /** Incidents whose title, sentence or timeline says it, newest first; words as in `history.search`. */
  'incidents.search': {
    input: z.object({ text: z.string().max(200), limit: z.number().int().min(1).max(500) }),
    output: z.array(IncidentView),
  },
  'incidents.get': { input: byId, output: IncidentDetail },
  'incidents.acknowledge': { input: z.object({ id: Id, note: z.string().max(2_000) }), output: IncidentView },
  /** Changes nothing but the timeline: neither its state nor what is said of it. */
  'incidents.note': {
    input: z.object({ id: Id, note: z.string().trim().min(1).max(2_000) }),
    output: IncidentView,
  },
  'incidents.label': { input: z.object({ id: Id, label: IncidentLabel.nullable() }), output: IncidentView },
  /** What was loud in the last seven days, and how to quieten it. */
  'incidents.loud': { input: nothing, output: Loudness },
  /** What else changed within half an hour of its beginning, oldest first. */
  'incidents.around': { input: byId, output: z.array(ChangeAround) },
  /** "Why was I (not) notified?": a list of sentences, the last of which says what to expect now. */
  'incidents.explain': { input: byId, output: z.array(z.string()) },
  /** Those that hold first, then newest first. */
  'silences.list': { input: nothing, output: z.array(SilenceView) },
  'silences.create': { input: SilenceInput, output: SilenceView },
  /** Ends it now. */
  'silences.remove': { input: byId, output: nothing },

  'inbox.list': { input: z.object({ limit: z.number().int().min(1).max(500) }), output: z.array(InboxItem) },
  'inbox.markRead': { input: z.object({ ids: z.array(Id) }), output: nothing },
  'notifications.test': {
    input: nothing,
    output: z.object({ shown: z.boolean(), reason: z.string().nullable() }),
  },

  /** Whether what Pulse finds reaches the disk. */
  'saving.state': { input: nothing, output: Saving },
  'webhooks.list': { input: nothing, output: z.array(WebhookView) },
  'webhooks.create': { input: WebhookInput, output: z.array(WebhookView) },
  'webhooks.update': { input: byId.extend({ webhook: WebhookInput }), output: z.array(WebhookView) },
  'webhooks.remove': { input: byId, output: z.array(WebhookView) },
  /** Posts a message now. `id` is set when the address that is kept can be used. Never fails but in words. */
  'webhooks.test': {
    input: z.object({ id: Id.nullable(), webhook: WebhookInput }),
    output: z.object({ delivered: z.boolean(), words: z.string() }),
  },

  'queries.list': {
    input: z.object({
      connectionId: Id.nullable(),
      beforeId: Id.nullable(),
      limit: z.number().int().min(1).max(500),
    }),
    output: z.array(QueryLogEntry),
  },

  'queries.search': { input: QuerySearch, output: QueriesFound },
  /** What those cost that the filter takes in, in all and statement by statement. */
  'queries.sums': { input: QuerySumsAsked, output: QuerySums },

  'export.count': { input: ExportRequest, output: z.object({ rows: z.number().int() }) },
  /** Asks where to save, then writes in the background. Null when the user closed the dialog. */
  'export.start': { input: ExportRequest, output: ExportProgress.nullable() },
  'export.cancel': { input: z.object({ jobId: z.string() }), output: nothing },

  'backups.list': { input: nothing, output: BackupOverview },
  /** Resolves when the new backup was read through and is on disk. */
  'backups.create': { input: nothing, output: BackupOverview },
  /** What going back to a backup would cost. */
  'backups.loss': { input: z.object({ name: z.string() }), output: RestoreLoss },
  /** Makes everything ready to go back to a backup, then restarts Pulse. The present data is set aside, not removed. */
  'backups.restore': { input: z.object({ name: z.string() }), output: nothing },
  'backups.openFolder': { input: nothing, output: nothing },

  'dailyExport.get': { input: nothing, output: DailyExportView },
  'dailyExport.set': { input: DailyExport, output: DailyExportView },
  /** Lets the user choose the folder, and keeps it. Null when the dialog was closed. */
  'dailyExport.pickFolder': { input: nothing, output: DailyExportView.nullable() },
  'dailyExport.openFolder': { input: nothing, output: nothing },
  /** Writes files beside the daily ones, to try it out; answers when they are there. */
  'dailyExport.writeNow': { input: nothing, output: DailyExportView },
  /** The user has read that it fails. */
  'dailyExport.markSeen': { input: nothing, output: DailyExportView },

  /** What is set up, as a YAML file to review and share. */
  'configuration.text': { input: nothing, output: z.object({ text: z.string() }) },
  /** Asks where to save, and writes it there. Null when the user closed the dialog. */
  'configuration.save': { input: nothing, output: z.object({ path: z.string() }).nullable() },
  /** Asks which file, and reads it; `again` reads the one that was chosen last. Null when the dialog was closed. */
  'configuration.open': {
    input: z.object({ again: z.boolean() }),
    output: z.object({ path: z.string(), text: ConfigurationText }).nullable(),
  },
  /** What a file would change. `prune`: also remove what it does not name. */
  'configuration.preview': {
    input: z.object({ text: ConfigurationText, prune: z.boolean() }),
    output: ConfigurationPreview,
  },
  /** Applies all of it, or nothing; and only if it would still change what was looked at. */
  'configuration.apply': {
    input: z.object({ text: ConfigurationText, prune: z.boolean(), fingerprint: z.string().nullable() }),
    output: ConfigurationPlan,
  },

  'demo.faults': { input: nothing, output: z.array(DemoFault) },
  'demo.inject': { input: z.object({ name: z.string() }), output: z.array(DemoFault) },
  'demo.heal': { input: z.object({ name: z.string() }), output: z.array(DemoFault) },
} satisfies Record<MethodName, { input: z.ZodType; output: z.ZodType }>;

/** What the main process tells the window without being asked: changes, never the world. */
export const events = {
  'connection.changed': ConnectionView,
  'connection.removed': byId,
  /** A step of a test that is still going on has been answered, or is answered better than before. */
  'connection.tested': z.object({ run: z.number().int(), step: ConnectionTestStep }),
  'pause.changed': z.object({ pause: Pause }),
  'table.changed': TableView,
  'table.removed': byId,
  'check.changed': CheckView,
  'check.removed': byId.extend({ tableId: Id.nullable() }),
  'run.finished': CheckRun.extend({ tableId: Id.nullable() }),
  'incident.changed': IncidentView,
  'inbox.added': InboxItem,
  'webhooks.changed': z.array(WebhookView),
  'query.logged': QueryLogEntry,
  'export.progress': ExportProgress,
  'dailyExport.changed': DailyExportView,
  'backups.changed': BackupOverview,
  'saving.changed': Saving,
  'settings.changed': Settings,
  navigate: z.discriminatedUnion('to', [
    z.object({ to: z.literal('incident'), id: Id }),
    z.object({ to: z.literal('overview') }),
    z.object({ to: z.literal('settings') }),
    z.object({ to: z.literal('table'), id: Id }),
    z.object({
      to: z.enum(['incidents', 'connections', 'queries', 'history', 'help', 'shortcuts', 'palette']),
    }),
    z.object({ to: z.enum(['back', 'forward']) }),
    z.object({ to: z.literal('export') }),
  ]),
} satisfies Record<EventName, z.ZodType>;

export type MethodInput<N extends MethodName> = z.infer<(typeof methods)[N]['input']>;
export type MethodOutput<N extends MethodName> = z.infer<(typeof methods)[N]['output']>;
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>;

/** Events travel in batches, in the order in which they happened. */
export type PulseEvent = { [N in EventName]: { name: N; payload: EventPayload<N> } }[EventName];
