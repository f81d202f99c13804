import { describe, expect, test } from 'vitest';
import { SafeStorageVault } from '../../electron/shell/secrets.ts';

interface Machine {
  backend?: string;
  available?: boolean;
  /** Electron 45 has the async functions, 33 does not. */
  async?: boolean;
  platform?: NodeJS.Platform;
  allowsPlain?: () => boolean;
}

function reverse(text: string): string {
  return [...text].reverse().join('');
}

function open({
  backend = 'gnome_libsecret',
  available = true,
  async = true,
  platform = 'linux',
  allowsPlain,
}: Machine) {
  const encryptString = (text: string) => Buffer.from(reverse(text));
  const decryptString = (sealed: Buffer) => {
    if (sealed.length === 0) throw new Error('keychain item xyz is gone');
    return reverse(sealed.toString());
  };
  const old = {
    isEncryptionAvailable: () => available,
    encryptString,
    decryptString,
    getSelectedStorageBackend: () => backend,
  };
  const asyncToo = {
    isAsyncEncryptionAvailable: async () => available,
    encryptStringAsync: async (text: string) => encryptString(text),
    decryptStringAsync: async (sealed: Buffer) => ({ shouldReEncrypt: false, result: decryptString(sealed) }),
  };
  return SafeStorageVault.open({
    safeStorage: { ...old, ...(async ? asyncToo : {}) } as never,
    platform,
    allowsPlain: allowsPlain ?? (() => false),
  });
}

describe('the vault', () => {
  test.each([true, false])('seals and opens through the keychain (async functions: %s)', async (async) => {
    const vault = await open({ async });
    expect(vault).toMatchObject({ mode: 'encrypted', backend: 'gnome_libsecret', encrypts: true });
    const sealed = await vault.seal('hünter2');
    expect(Buffer.from(sealed).toString()).not.toContain('hünter2');
    expect(await vault.open(sealed)).toBe('hünter2');
  });

  test.each([
    { backend: 'basic_text' },
    { backend: 'unknown' },
    { available: false },
    { platform: 'darwin', available: false },
  ] as const)('keeps secrets in memory where nothing really encrypts: %o', async (machine) => {
    const vault = await open(machine);
    expect(vault).toMatchObject({ mode: 'memory', encrypts: false });
    await expect(vault.seal('hunter2')).rejects.toThrow('memory');
  });

  test('writes them plainly once the user agrees, and not a moment before', async () => {
    let agreed = false;
    const vault = await open({ backend: 'basic_text', allowsPlain: () => agreed });
    expect(vault.mode).toBe('memory');
    agreed = true;
    expect(vault.mode).toBe('plain');
    expect(await vault.open(await vault.seal('hunter2'))).toBe('hunter2');
  });

  test('opens what was sealed plainly after a keychain has appeared', async () => {
    const before = await open({ backend: 'basic_text', allowsPlain: () => true });
    const after = await open({});
    expect(await after.open(await before.seal('hunter2'))).toBe('hunter2');
  });

  test('says what to do when a secret cannot be opened, without the words of the system', async () => {
    const vault = await open({});
    await expect(vault.open(Uint8Array.of(1))).rejects.toMatchObject({
      problem: { code: 'secret_unreadable', hint: expect.stringContaining('Enter the password again') },
    });
  });
});
