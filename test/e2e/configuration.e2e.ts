import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { expect, type PulseApp, test } from './support/app.ts';
import { findings, wear } from './support/axe.ts';
import { goTo, overviewRow } from './support/walk.ts';

/** Nobody listens there: what is watched is no matter here, only what is set up. */
const FILE = `version: 1
connections:
  - name: shop
    host: 127.0.0.1
    port: 1
    database: shop
    user: analyst
    tables:
      - schema: public
        name: orders
        checks:
          - name: New orders
            type: freshness
            config: { timestampColumn: created_at }
            bounds: { failMax: 600 }
          - type: schema
notifications:
  repeatHours: 4
`;

const difference = (dialog: Locator) => dialog.getByRole('region', { name: 'Difference' });
const change = (dialog: Locator, name: string) =>
  difference(dialog).getByRole('listitem').filter({ hasText: name });

test('the configuration goes out to a file and comes back, with the difference shown first', async ({
  pulse,
  dataFolder,
}) => {
  test.setTimeout(120_000);
  const { page } = pulse;
  const file = join(dataFolder, 'shared.yaml');
  const exported = join(dataFolder, 'exported.yaml');
  await answerDialogs(pulse, { open: file, save: exported });
  await goTo(page, 'Settings');
  const dialog = page.getByRole('dialog', { name: 'Import configuration' });
  const found: string[] = [];
  const look = async (name: string) => {
    for (const theme of ['light', 'dark'] as const) {
      await wear(pulse, theme);
      for (const finding of await findings(page)) found.push(`${name}, ${theme}: ${finding}`);
    }
  };
  const openImport = async () => {
    await page.getByRole('button', { name: 'Import configuration…' }).click();
    await expect(dialog).toBeVisible();
  };
  const close = async () => {
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await expect(dialog).toBeHidden();
  };

  await test.step('what is wrong is listed with line and field, and nothing can be applied', async () => {
    writeFileSync(
      file,
      FILE.replace('failMax: 600', 'failMax: soon').replace('type: schema', 'type: shcema'),
    );
    await openImport();
    await expect(dialog.getByRole('status')).toHaveText('2 errors in the file. Nothing can be applied.');
    const errors = dialog.getByRole('region', { name: 'Errors in the file' }).getByRole('row');
    await expect(errors.nth(1)).toContainText('15');
    await expect(errors.nth(1)).toContainText('connections[0].tables[0].checks[0].bounds.failMax');
    await expect(errors.nth(1)).toContainText('Expected a number, not "soon".');
    await expect(errors.nth(2)).toContainText('Expected one of freshness,');
    await expect(dialog.getByRole('button', { name: /^Apply/ })).toHaveCount(0);
    await look('errors');
  });

  await test.step('corrected and read again, it shows what it brings, and is applied', async () => {
    writeFileSync(file, FILE);
    await dialog.getByRole('button', { name: 'Read the file again' }).click();
    await expect(change(dialog, 'connection shop')).toContainText('Added');
    await expect(change(dialog, 'connection shop')).toContainText('Needs its password');
    await expect(change(dialog, 'New orders')).not.toContainText('bounds.failMax');
    await change(dialog, 'New orders').getByRole('button').click();
    await expect(change(dialog, 'New orders')).toContainText('bounds.failMax600');
    await expect(change(dialog, 'Notifications')).toContainText('repeatHoursnot set4');
    await look('what it brings');
    await dialog.getByRole('button', { name: 'Apply 6 changes' }).click();
    await expect(dialog.getByRole('status')).toHaveText('6 changes applied.');
    await close();
    await goTo(page, 'Overview');
    await expect(overviewRow(page, 'public.orders')).toBeVisible();
    await goTo(page, 'Settings');
  });

  await test.step('exported, it says the same', async () => {
    await page.getByRole('button', { name: 'Export configuration…' }).click();
    await expect(page.getByText(exported)).toBeVisible();
    const text = readFileSync(exported, 'utf8');
    expect(text).toContain('bounds: { failMax: 600 }');
    writeFileSync(file, text);
    await openImport();
    await expect(dialog.getByRole('status')).toHaveText('Nothing to change: everything is as the file says.');
    await look('nothing to change');
    await close();
  });

  await test.step('a change is shown with what was before; what is not named goes only when that is wanted', async () => {
    const text = readFileSync(exported, 'utf8');
    const without = text
      .replace('failMax: 600', 'failMax: 900')
      .replace(/ +- name: Schema[\s\S]*?(?=\n\S)/, '');
    writeFileSync(file, without);
    await openImport();
    await expect(change(dialog, 'New orders')).toContainText('bounds.failMax600900');
    await expect(difference(dialog).getByRole('listitem')).toHaveCount(1);
    await expect(dialog.getByText('1 thing that the file does not name stays as it is.')).toBeVisible();
    await dialog.getByRole('switch', { name: 'Also remove what the file does not name' }).click();
    await expect(change(dialog, 'Schema')).toContainText('Removed');
    await expect(change(dialog, 'Schema')).toContainText('Its history goes with it.');
    await look('what changes and goes');
    await dialog.getByRole('button', { name: 'Apply 2 changes' }).click();
    await expect(dialog.getByRole('status')).toHaveText('2 changes applied.');
    await close();
    await page.getByRole('button', { name: 'Export configuration…' }).click();
    await expect.poll(() => readFileSync(exported, 'utf8')).toContain('failMax: 900');
    expect(readFileSync(exported, 'utf8')).not.toContain('Schema');
  });

  expect(found).toEqual([]);
});

/** Only the system's own dialogs are answered by the test. */
async function answerDialogs({ app }: PulseApp, files: { open: string; save: string }): Promise<void> {
  await app.evaluate(({ dialog }, { open, save }) => {
    dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: [open] })) as never;
    dialog.showSaveDialog = (async () => ({ canceled: false, filePath: save })) as never;
  }, files);
}
