import type { PulseApp } from './support/app.ts';
import { filesWith } from './support/data-folder.ts';
import { expect, test } from './support/demo.ts';
import { addConnection, goTo, PATIENCE } from './support/walk.ts';

const REPLICA = 'Shop replica';
const MEMORY_ONLY = 'The password is kept in memory only. Pulse will ask for it again after it was quit.';

/** The connection's card, which says how the connection is and where its password is kept. */
async function card({ page }: PulseApp) {
  await goTo(page, 'Connections');
  return page.getByRole('region', { name: REPLICA });
}

async function connected(pulse: PulseApp) {
  await expect(await card(pulse)).toContainText(/Status\s*Connected/, PATIENCE);
}

test.describe('on a machine without a keychain', () => {
  test.beforeEach(async ({ pulse, world }) => {
    const info = await pulse.call('app.info');
    expect(info).toMatchObject({ ok: true, value: { secrets: { encrypts: false } } });
    await addConnection(pulse, world.analyst.urlFor('standby'), REPLICA);
    await connected(pulse);
  });

  test('a password stays in memory, nothing of it is written, and Pulse asks for it after a restart', async ({
    pulse,
    launch,
    world,
    dataFolder,
  }) => {
    test.setTimeout(180_000);
    const { password } = world.analyst;
    await test.step('the form and the connection say where it is kept', async () => {
      await expect(await card(pulse)).toContainText(MEMORY_ONLY);
      await pulse.page.getByRole('button', { name: 'Edit', exact: true }).click();
      await expect(pulse.page.getByText('so Pulse keeps them in memory only.')).toBeVisible();
      await expect(pulse.page.getByLabel('Password', { exact: true })).toHaveValue('');
    });
    await test.step('the form says when it would go to another server', async () => {
      const elsewhere = pulse.page.getByText('The kept password will be sent to this other server.');
      await pulse.page.getByLabel('Host', { exact: true }).fill('localhost');
      await expect(elsewhere).toBeVisible();
      await pulse.page.getByLabel('Host', { exact: true }).fill('127.0.0.1');
      await expect(elsewhere).toHaveCount(0);
    });
    await pulse.quit();
    expect(filesWith(dataFolder, password)).toEqual([]);

    const second = await launch();
    await test.step('the next start asks for it', async () => {
      const shown = await card(second);
      await expect(shown).toContainText(/Status\s*Down/, PATIENCE);
      await expect(shown.getByRole('alert')).toContainText(
        'The server at 127.0.0.1 asks for a password, and Pulse has none for "analyst".',
      );
      await expect(shown.getByRole('alert')).toContainText('Enter the password in the connection.');
    });

    await test.step('entered again, it works again', async () => {
      await second.page.getByRole('button', { name: 'Enter the password' }).click();
      await second.page.getByLabel('Password', { exact: true }).fill(password);
      await second.page.getByRole('button', { name: 'Save changes' }).click();
      await connected(second);
      await expect(await card(second)).toContainText(MEMORY_ONLY);
      await expect((await card(second)).getByRole('alert')).toHaveCount(0);
    });
    await second.quit();
    expect(filesWith(dataFolder, password)).toEqual([]);
  });

  test('with consent it is stored and survives; taken back, nothing is left of it', async ({
    pulse,
    launch,
    world,
    dataFolder,
  }) => {
    test.setTimeout(180_000);
    const { password } = world.analyst;
    const consent = (of: PulseApp) =>
      of.page.getByRole('switch', { name: /^Store passwords without encryption/ });

    await goTo(pulse.page, 'Settings');
    await expect(consent(pulse)).not.toBeChecked();
    await consent(pulse).click();
    await expect(consent(pulse)).toBeChecked();
    await expect(
      pulse.page.getByText('Passwords are stored without encryption, as you allowed.'),
    ).toBeVisible();
    await expect(await card(pulse)).toContainText('The password is stored unencrypted, as you allowed');
    await pulse.quit();
    // Also shows that this way of looking would have found it before.
    expect(filesWith(dataFolder, password)).toEqual(['pulse.db']);

    const second = await launch();
    await connected(second);
    await goTo(second.page, 'Settings');
    await expect(consent(second)).toBeChecked();
    await consent(second).click();
    await expect(consent(second)).not.toBeChecked();
    await expect(await card(second)).toContainText(MEMORY_ONLY);
    await connected(second);
    await second.quit();
    expect(filesWith(dataFolder, password)).toEqual([]);

    const third = await launch();
    await expect((await card(third)).getByRole('alert')).toContainText(
      'Pulse has none for "analyst".',
      PATIENCE,
    );
  });
});
