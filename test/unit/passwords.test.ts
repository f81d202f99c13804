import { expect, test } from 'vitest';
import { KeptSecrets } from '../../electron/engine/kept-secrets.ts';
import type { SecretVault } from '../../electron/engine/ports.ts';
import type { Store } from '../../electron/engine/store/store.ts';
import { aConnection } from '../support/samples.ts';
import { testStore } from '../support/store.ts';

class Vault implements SecretVault {
  mode: SecretVault['mode'] = 'memory';
  seal = async (secret: string) => Buffer.from(secret).reverse();
  open = async (sealed: Uint8Array) => Buffer.from(sealed).reverse().toString();
}

const passwordsIn = (store: Store, vault: Vault) =>
  new KeptSecrets(store.connections, vault, {
    title: 'It cannot be read any more.',
    hint: 'Enter it again.',
  });

function setUp() {
  const store = testStore();
  const { id } = aConnection(store);
  const vault = new Vault();
  return { store, id, vault, passwords: passwordsIn(store, vault) };
}

test('where nothing encrypts, a password is in memory only', async () => {
  const { store, id, passwords, vault } = setUp();
  await passwords.set(id, 'secret');
  expect(passwords.kept(id)).toBe('memory');
  expect(store.connections.secret(id)).toBeNull();
  expect(await passwordsIn(store, vault).get(id)).toBeNull();
});

test('what the system encrypts survives a restart', async () => {
  const { store, id, passwords, vault } = setUp();
  vault.mode = 'encrypted';
  await passwords.set(id, 'secret');
  expect(passwords.kept(id)).toBe('encrypted');
  expect(await passwordsIn(store, vault).get(id)).toBe('secret');
});

test('consent given later keeps the passwords that are known, consent withdrawn takes them off the disk', async () => {
  const { store, id, passwords, vault } = setUp();
  await passwords.set(id, 'secret');
  vault.mode = 'plain';
  await passwords.followVault();
  expect(passwords.kept(id)).toBe('plain');

  const restarted = passwordsIn(store, vault);
  vault.mode = 'memory';
  await restarted.followVault();
  expect(store.connections.secret(id)).toBeNull();
  expect(await restarted.get(id)).toBe('secret');
  expect(restarted.kept(id)).toBe('memory');
});

test('a keychain that does not give it back is a sentence, not a crash', async () => {
  const { store, id, passwords, vault } = setUp();
  vault.mode = 'encrypted';
  await passwords.set(id, 'secret');
  vault.open = () => Promise.reject(new Error('locked'));
  await expect(passwordsIn(store, vault).get(id)).rejects.toMatchObject({
    problem: { code: 'secret_unreadable' },
  });
});
