import type { Settings } from '../../shared/domain/settings.ts';
import { expect, test } from './support/app.ts';
import { ask } from './support/ask.ts';
import { goTo } from './support/walk.ts';

test('a pasted list of holidays is kept as a whole, and what is wrong in it is named by its line', async ({
  launch,
}) => {
  const first = await launch();
  await goTo(first.page, 'Settings');
  const section = first.page.getByRole('region', { name: 'Holidays' });
  const list = section.getByRole('textbox', { name: 'Days, one a line' });
  const kept = async () => (await ask<Settings>(first, 'settings.get')).holidays;

  await list.fill('12-25 Christmas Day\n02-30 Nothing');
  await list.press('Tab');
  await expect(section.getByText('Line 2: Give a day such as 2026-12-25')).toBeVisible();
  expect(await kept()).toEqual([]);

  await list.fill('12-25 Christmas Day\n12-30..01-02 New Year');
  await list.press('Tab');
  await expect.poll(kept).toEqual([
    { from: '12-25', to: null, name: 'Christmas Day' },
    { from: '12-30', to: '01-02', name: 'New Year' },
  ]);
  await first.quit();

  const { page } = await launch();
  await goTo(page, 'Settings');
  await expect(page.getByRole('textbox', { name: 'Days, one a line' })).toHaveValue(
    '12-25 Christmas Day\n12-30..01-02 New Year',
  );
});
