import { expect, test } from './support/app.ts';
import { goTo, pasteConnection, testPanel } from './support/walk.ts';

const SECTION = '[shop-replica]\nhost=replica1.example.com\nport=6432\ndbname=shop\nuser=ana\n';

test('a section of pg_service.conf fills the fields when it is pasted, line by line as it is', async ({
  pulse,
}) => {
  const { page } = pulse;
  await goTo(page, 'Connections');
  await page.getByRole('button', { name: 'Add connection' }).first().click();
  await pasteConnection(pulse, SECTION);
  await expect(page.getByLabel('Host', { exact: true })).toHaveValue('replica1.example.com');
  await expect(page.getByLabel('Port')).toHaveValue('6432');
  await expect(page.getByLabel('Database', { exact: true })).toHaveValue('shop');
});

test('what other programs are told is read, too, and asked for what it does not say', async ({ pulse }) => {
  const { page } = pulse;
  await goTo(page, 'Connections');
  await page.getByRole('button', { name: 'Add connection' }).first().click();
  await pasteConnection(pulse, 'jdbc:postgresql://replica1.example.com:6432/shop');
  await expect(page.getByLabel('Host', { exact: true })).toHaveValue('replica1.example.com');
  await expect(page.getByLabel('User')).toHaveAccessibleDescription('Which user should Pulse log in as?');
  await expect(testPanel(page)).toContainText('Not tested yet.');

  // Of another server: its name goes with it.
  await pasteConnection(pulse, 'psql -h replica2.invalid -p 5433 -U ana -d shop');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('shop on replica2');
  await expect(page.getByLabel('User')).toHaveValue('ana');
  await expect(testPanel(page).getByRole('alert')).toContainText('replica2.invalid');

  // As TablePlus copies one that goes through an SSH host. The test begins there.
  await pasteConnection(pulse, 'postgresql+ssh://ana@bastion.invalid:2222/reader:x@replica3/shop');
  await expect(page.getByLabel('SSH host')).toHaveValue('ana@bastion.invalid:2222');
  await expect(page.getByLabel('Host', { exact: true })).toHaveValue('replica3');
  await expect(testPanel(page).getByRole('alert')).toContainText('bastion.invalid');
  await expect(testPanel(page).getByRole('listitem').first()).toContainText('SSH');
  await page.getByLabel('SSH host').fill('two words');
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByLabel('SSH host')).toHaveAccessibleDescription(/Write it as bastion, ana@bastion/);
  await page.getByLabel('SSH host').fill('');
  await page.getByLabel('Host', { exact: true }).fill('replica2.invalid');

  await page.getByLabel('Connection string', { exact: true }).click();
  await pulse.app.evaluate(({ clipboard }) => clipboard.writeText('mysql://ana@db/shop'));
  await page.keyboard.press('ControlOrMeta+V');
  await expect(page.getByText('This is an address of something else.')).toBeVisible();
  await expect(page.getByLabel('Host', { exact: true })).toHaveValue('replica2.invalid');
});
