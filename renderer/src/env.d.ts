import type { PulseBridge } from '../../shared/contract/bridge.ts';

declare global {
  /** True only in builds that carry the demo world; product builds drop everything behind it. */
  const __DEMO__: boolean;
  interface Window {
    readonly pulse?: PulseBridge;
  }
}
