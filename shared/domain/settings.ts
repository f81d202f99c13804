import { z } from 'zod';

export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  notifications: z
    .object({ enabled: z.boolean().default(true), onResolved: z.boolean().default(true) })
    .default({ enabled: true, onResolved: true }),
  /** The user's consent to keep passwords where the OS offers no real encryption. */
  allowPlainSecrets: z.boolean().default(false),
  /** Raw check runs are kept this long. */
  retentionDays: z.number().int().min(1).max(3_650).default(30),
  /** Closing the window keeps Pulse watching; said once, then remembered. */
  keepWatchingExplained: z.boolean().default(false),
});
export type Settings = z.infer<typeof Settings>;

export const AppInfo = z.object({
  version: z.string(),
  platform: z.string(),
  /** True only in the demo, whose window can break the world it watches. */
  demo: z.boolean(),
  dataFolder: z.string(),
  /** How secrets are kept on this machine: the OS backend's name, and whether it really encrypts. */
  secrets: z.object({ backend: z.string(), encrypts: z.boolean() }),
  /** Whether native notifications can be shown, else why not. */
  notifications: z.object({ available: z.boolean(), reason: z.string().nullable() }),
});
export type AppInfo = z.infer<typeof AppInfo>;
