import { z } from 'zod';

/** A way to break the demo world on purpose. */
export const DemoFault = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  table: z.string().nullable(),
  active: z.boolean(),
});
export type DemoFault = z.infer<typeof DemoFault>;
