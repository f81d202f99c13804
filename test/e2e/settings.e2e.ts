import { expect, test } from './support/app.ts';
import { goTo, title } from './support/walk.ts';

test('a setting is found by its words, and each section from the palette', async ({ pulse }) => {
  const { page } = pulse;
  await goTo(page, 'Settings');
  const sections = page.getByRole('main').getByRole('region');
  const contents = page.getByRole('complementary', { name: 'Sections' }).getByRole('button');
  await expect(contents.first()).toBeVisible();
  const all = await contents.count();
  await expect(sections).toHaveCount(all);

  await page.keyboard.press('/');
  await page.keyboard.type('slack');
  await expect(sections).toHaveCount(1);
  await expect(page.getByRole('region', { name: 'Webhooks' })).toBeVisible();
  await page.keyboard.type(' and nothing like that');
  await expect(sections).toHaveCount(0);
  await expect(page.getByText('No section holds these words.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sections).toHaveCount(all);

  await contents.filter({ hasText: 'Backups' }).click();
  await expect(page.getByRole('heading', { name: 'Backups' })).toBeFocused();
  await expect(page.getByRole('heading', { name: 'Backups' })).toBeInViewport();

  await goTo(page, 'Help');
  await expect(title(page)).toHaveText('Help');
  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.type('holidays');
  await page.keyboard.press('Enter');
  await expect(title(page)).toHaveText('Settings');
  await expect(page.getByRole('heading', { name: 'Holidays' })).toBeFocused();
});

test('where less motion is wanted, nothing moves', async ({ pulse }) => {
  const { page } = pulse;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(() => {
    const moved: string[] = [];
    Object.assign(window, { moved });
    document.addEventListener('transitionrun', ({ target, propertyName }) =>
      moved.push(`${propertyName} of ${(target as Element).className}`),
    );
  });
  await goTo(page, 'Settings');
  await page.getByText('UTC', { exact: true }).click();
  await page.getByRole('switch', { name: 'Quiet hours' }).click();
  await expect(page.getByRole('switch', { name: 'Quiet hours' })).toBeChecked();
  await page.getByRole('button', { name: /^Inbox/ }).click();
  await expect(page.getByRole('dialog', { name: 'Inbox' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await page.evaluate(() => (window as unknown as { moved: string[] }).moved)).toEqual([]);
});
