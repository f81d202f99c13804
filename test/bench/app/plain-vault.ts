import { SafeStorageVault } from '../../../electron/shell/secrets.ts';

/** The private desktop has no keyring, and Pulse asks for no password there. */
export function plainVault(): Promise<SafeStorageVault> {
  const safeStorage = {
    isEncryptionAvailable: () => false,
    getSelectedStorageBackend: () => 'basic_text' as const,
    encryptString: () => Buffer.alloc(0),
    decryptString: () => '',
  };
  return SafeStorageVault.open({ safeStorage, platform: 'linux', allowsPlain: () => true } as never);
}
