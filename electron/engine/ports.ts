import type { Message } from '../../shared/domain/incident.ts';
import type { EpochMs } from '../../shared/domain/primitives.ts';

/**
 * What the engine needs from the world around it. The window, the terminal, the tests and the benches
 * each bring their own; the engine itself stays plain Node.
 */

/** Time. Tests bring a virtual one, so nothing in the engine reads the time or sets a timer by itself. */
export interface Clock {
  now(): EpochMs;
  /** Calls back once after `ms` milliseconds; returns the function that calls it off. */
  after(ms: number, callback: () => void): () => void;
}

export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Hands a message to the desktop (or the terminal). Resolves to whether it was really taken. Never throws. */
export interface Notifier {
  show(message: Message): Promise<boolean>;
}

/** Encrypts passwords at rest with whatever the machine offers. */
export interface SecretVault {
  /** `encrypted`: by the OS. `plain`: as they are, with the user's consent. `memory`: not to be written at all. */
  readonly mode: 'encrypted' | 'plain' | 'memory';
  seal(secret: string): Promise<Uint8Array>;
  open(sealed: Uint8Array): Promise<string>;
}
