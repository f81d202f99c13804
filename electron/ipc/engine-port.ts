import type { MethodInput, MethodOutput, PulseEvent } from '../../shared/contract/contract.ts';
import type { MethodName } from '../../shared/contract/names.ts';
import type { ExportProgress, RunFilter } from '../../shared/domain/export.ts';

/** Methods the engine cannot answer, because they need a window, a dialog or the demo world. */
export type DemoMethod = Extract<MethodName, `demo.${string}`>;
export type ShellMethod =
  | 'app.info'
  | 'app.openExternal'
  | 'connections.pickCaFile'
  | 'export.start'
  | 'notifications.test'
  | DemoMethod;
export type EngineMethod = Exclude<MethodName, ShellMethod>;

export type Handler<N extends MethodName> = (
  input: MethodInput<N>,
) => MethodOutput<N> | Promise<MethodOutput<N>>;
export type Handlers<N extends MethodName> = { readonly [Name in N]: Handler<Name> };

/** What the window's side needs of the engine; the terminal and the tests have no use for it. */
export interface EnginePort {
  readonly handlers: Handlers<EngineMethod>;
  onEvent(listener: (event: PulseEvent) => void): () => void;
  startExport(filter: RunFilter, path: string): ExportProgress;
}
