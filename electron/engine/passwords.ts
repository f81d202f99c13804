import type { ConnectionView } from '../../shared/domain/connection.ts';
import type { SecretVault } from './ports.ts';
import { ProblemError } from './problem.ts';
import type { StoreApi } from './store/api.ts';

/** Passwords of connections: in memory while Pulse runs, and sealed in the store where that is safe. */
export class Passwords {
  private readonly store: StoreApi;
  private readonly vault: SecretVault;
  private readonly memory = new Map<number, string>();

  constructor(store: StoreApi, vault: SecretVault) {
    this.store = store;
    this.vault = vault;
  }

  /** Null: none is known. Throws a `ProblemError` when the OS does not give it back. */
  async get(connectionId: number): Promise<string | null> {
    const known = this.memory.get(connectionId);
    if (known !== undefined) return known;
    const secret = this.store.connections.secret(connectionId);
    if (!secret) return null;
    try {
      const password = await this.vault.open(secret.sealed);
      this.memory.set(connectionId, password);
      return password;
    } catch (error) {
      throw new ProblemError({
        code: 'secret_unreadable',
        title: 'The stored password cannot be read any more.',
        hint: "The system's keychain may be locked or was replaced. Unlock it, or enter the password again under Connections.",
        detail: error instanceof Error ? error.message : String(error),
      });
    }
  }

  async set(connectionId: number, password: string): Promise<void> {
    this.memory.set(connectionId, password);
    await this.keep(connectionId, password);
  }

  /**
   * Keeps everything as the vault's mode now says: after the user agreed to plain storage what is in memory is
   * written, and after the user took that back nothing is left on disk.
   */
  async followVault(): Promise<void> {
    for (const { id } of this.store.connections.list()) {
      const stored = this.store.connections.secret(id);
      if (stored?.mode === this.vault.mode) continue;
      const password = await this.get(id).catch(() => null);
      if (password !== null) await this.keep(id, password);
    }
  }

  private async keep(connectionId: number, password: string): Promise<void> {
    const { mode } = this.vault;
    if (mode === 'memory') {
      this.store.connections.setSecret(connectionId, null);
      return;
    }
    this.store.connections.setSecret(connectionId, { mode, sealed: await this.vault.seal(password) });
  }

  forget(connectionId: number): void {
    this.memory.delete(connectionId);
  }

  kept(connectionId: number): ConnectionView['passwordKept'] {
    const secret = this.store.connections.secret(connectionId);
    if (secret) return secret.mode;
    return this.memory.has(connectionId) ? 'memory' : 'none';
  }
}
