import type { ConnectionView } from '../../shared/domain/connection.ts';
import type { SecretVault } from './ports.ts';
import { ProblemError } from './problem.ts';
import type { Secret } from './store/secret-cells.ts';

/** Where the secrets of a kind of thing are stored, sealed. */
interface Place {
  list(): readonly { id: number }[];
  secret(id: number): Secret | null;
  setSecret(id: number, secret: Secret | null): void;
}

/** Secrets of connections, or of webhooks: in memory while Pulse runs, and sealed in the store where that is safe. */
export class KeptSecrets {
  private readonly place: Place;
  private readonly vault: SecretVault;
  private readonly unreadable: { title: string; hint: string };
  private readonly memory = new Map<number, string>();

  /** `unreadable` is what to say when the system does not give one back. */
  constructor(place: Place, vault: SecretVault, unreadable: { title: string; hint: string }) {
    this.place = place;
    this.vault = vault;
    this.unreadable = unreadable;
  }

  /** Null: none is known. Throws a `ProblemError` when the OS does not give it back. */
  async get(id: number): Promise<string | null> {
    const known = this.memory.get(id);
    if (known !== undefined) return known;
    const stored = this.place.secret(id);
    if (!stored) return null;
    try {
      const secret = await this.vault.open(stored.sealed);
      this.memory.set(id, secret);
      return secret;
    } catch (error) {
      throw new ProblemError({
        code: 'secret_unreadable',
        ...this.unreadable,
        detail: error instanceof Error ? error.message : String(error),
      });
    }
  }

  async set(id: number, secret: string): Promise<void> {
    this.memory.set(id, secret);
    await this.keep(id, secret);
  }

  /**
   * Keeps everything as the vault's mode now says: after the user agreed to plain storage what is in memory is
   * written, and after the user took that back nothing is left on disk.
   */
  async followVault(): Promise<void> {
    for (const { id } of this.place.list()) {
      const stored = this.place.secret(id);
      if (stored?.mode === this.vault.mode) continue;
      const secret = await this.get(id).catch(() => null);
      if (secret !== null) await this.keep(id, secret);
    }
  }

  private async keep(id: number, secret: string): Promise<void> {
    const { mode } = this.vault;
    if (mode === 'memory') {
      this.place.setSecret(id, null);
      return;
    }
    this.place.setSecret(id, { mode, sealed: await this.vault.seal(secret) });
  }

  forget(id: number): void {
    this.memory.delete(id);
  }

  kept(id: number): ConnectionView['passwordKept'] {
    const secret = this.place.secret(id);
    if (secret) return secret.mode;
    return this.memory.has(id) ? 'memory' : 'none';
  }
}
