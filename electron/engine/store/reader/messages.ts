import type { Problem } from '../../../../shared/domain/primitives.ts';
import type { JobName } from './jobs.ts';

/** What the reader's thread is started with: where the store is. */
export interface ReaderPlace {
  folder: string;
  migrationsFolder: string;
  nativeBinding?: string | undefined;
}

export interface Question {
  id: number;
  job: JobName;
  input: unknown;
}

export type Answer =
  | { id: number; ok: true; output: unknown }
  | { id: number; ok: false; problem: Problem | null; message: string };
