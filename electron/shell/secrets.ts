import type { SafeStorage } from 'electron';
import type { AppInfo } from '../../shared/domain/settings.ts';
import type { SecretVault } from '../engine/ports.ts';
import { ProblemError } from '../engine/problem.ts';

/** First byte of what is stored, so that it can be opened whatever the machine offers by then. */
const PLAIN = 0;
const ENCRYPTED = 1;

interface Deps {
  safeStorage: SafeStorage;
  platform: NodeJS.Platform;
  /** The user agreed to keep passwords without real encryption. */
  allowsPlain(): boolean;
}

/** Passwords at rest, through the keychain of the system. */
export class SafeStorageVault implements SecretVault {
  readonly #deps: Deps;
  readonly backend: string;
  readonly encrypts: boolean;

  private constructor(deps: Deps, found: AppInfo['secrets']) {
    this.#deps = deps;
    this.backend = found.backend;
    this.encrypts = found.encrypts;
  }

  /** Looks at what the machine offers. Electron must be ready. */
  static async open(deps: Deps): Promise<SafeStorageVault> {
    return new SafeStorageVault(deps, await findBackend(deps));
  }

  get mode(): SecretVault['mode'] {
    if (this.encrypts) return 'encrypted';
    return this.#deps.allowsPlain() ? 'plain' : 'memory';
  }

  async seal(secret: string): Promise<Uint8Array> {
    switch (this.mode) {
      case 'encrypted':
        return Buffer.concat([Buffer.of(ENCRYPTED), await encrypt(this.#deps.safeStorage, secret)]);
      case 'plain':
        return Buffer.concat([Buffer.of(PLAIN), Buffer.from(secret, 'utf8')]);
      case 'memory':
        throw new Error('a secret that must stay in memory was to be written');
    }
  }

  async open(sealed: Uint8Array): Promise<string> {
    const content = Buffer.from(sealed.subarray(1));
    if (sealed[0] === PLAIN) return content.toString('utf8');
    try {
      return await decrypt(this.#deps.safeStorage, content);
    } catch {
      // The error names keys and services of the system, which say nothing to the user.
      throw new ProblemError({
        code: 'secret_unreadable',
        title: 'The stored password can no longer be read.',
        hint: 'The keychain of this system has changed or is locked. Enter the password again.',
      });
    }
  }
}

async function findBackend({ safeStorage, platform }: Deps): Promise<AppInfo['secrets']> {
  const available = hasAsync(safeStorage)
    ? await safeStorage.isAsyncEncryptionAvailable()
    : safeStorage.isEncryptionAvailable();
  if (platform === 'darwin') return { backend: 'keychain', encrypts: available };
  if (platform === 'win32') return { backend: 'dpapi', encrypts: available };
  const backend = safeStorage.getSelectedStorageBackend();
  // `basic_text` encrypts with a password that is the same everywhere, which only looks like encryption.
  return { backend, encrypts: available && backend !== 'basic_text' && backend !== 'unknown' };
}

/** The async functions do not block on a locked keychain, but older Electrons lack them. */
function hasAsync(safeStorage: SafeStorage): boolean {
  return typeof safeStorage.isAsyncEncryptionAvailable === 'function';
}

async function encrypt(safeStorage: SafeStorage, secret: string): Promise<Buffer> {
  return hasAsync(safeStorage) ? safeStorage.encryptStringAsync(secret) : safeStorage.encryptString(secret);
}

async function decrypt(safeStorage: SafeStorage, sealed: Buffer): Promise<string> {
  if (!hasAsync(safeStorage)) return safeStorage.decryptString(sealed);
  return (await safeStorage.decryptStringAsync(sealed)).result;
}
