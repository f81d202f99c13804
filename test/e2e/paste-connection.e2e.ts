import { expect, test } from './support/app.ts';
import { goTo, pasteConnection } from './support/walk.ts';

const SECTION = '[shop-replica]\nhost=replica1.example.com\nport=6432\ndbname=shop\nuser=ana\n';

test('a section of pg_service.conf fills the fields when it is pasted, line by line as it is', async ({
  pulse,
}) => {
  const { page } = pulse;
  await goTo(page, 'Connections');
  await page.getByRole('button', { name: 'Add connection' }).first().click();
  await pasteConnection(pulse, SECTION);
  await expect(page.getByLabel('Host')).toHaveValue('replica1.example.com');
  await expect(page.getByLabel('Port')).toHaveValue('6432');
  await expect(page.getByLabel('Database', { exact: true })).toHaveValue('shop');
});
