import { expect, test } from './support/demo.ts';
import { addConnection, catalogueRow, overviewRow, PATIENCE, title } from './support/walk.ts';

const ORDERS = 'public.orders';

test('tables come by how much they matter, and each suggestion with its price and what it would have said', async ({
  pulse,
  world,
}) => {
  test.setTimeout(180_000);
  const { page } = pulse;
  await addConnection(pulse, world.analyst.urlFor('standby'), 'Shop replica');

  await test.step('those that matter most stand first', async () => {
    const matters = page.getByRole('table', { name: 'Catalogue' }).getByRole('img', { name: /^\d+ of 100$/ });
    await expect(matters.first()).toBeVisible(PATIENCE);
    const labels = await matters.evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));
    const found = labels.map((label) => Number.parseInt(label ?? '', 10));
    expect(found.length).toBeGreaterThan(5);
    expect(found).toEqual(found.toSorted((a, b) => b - a));
    expect(found[0]).toBeGreaterThan(found.at(-1) ?? 100);
  });

  await test.step('suggestions are shown with their price and their past', async () => {
    await page.getByRole('searchbox', { name: 'Search the catalogue' }).fill(ORDERS);
    await catalogueRow(page, ORDERS).getByRole('button').click();
    await page.getByRole('button', { name: 'Continue' }).click();
    const proposal = page.getByRole('region', { name: ORDERS });
    const freshness = proposal.getByRole('listitem').filter({ hasText: 'Freshness of placed_at' });
    await expect(freshness).toContainText(/(Reads|Scans) [\d.]+ (bytes|[kMG]B)/, PATIENCE);
    await expect(freshness).toContainText('this would not have spoken.', PATIENCE);
    await freshness.getByRole('button', { name: 'See its values: Freshness of placed_at' }).click();
    await expect(freshness.getByRole('img', { name: /^\d[\d,]* results, from/ })).toBeVisible();
    await freshness.getByRole('button', { name: 'Hide: Freshness of placed_at' }).click();
    await expect(freshness.getByRole('img')).toHaveCount(0);
    await expect(proposal.getByText('Looking at its price and its past…')).toHaveCount(0, PATIENCE);
  });

  await test.step('what is taken turns green', async () => {
    await page.getByRole('button', { name: /^Monitor 1 table with / }).click();
    await expect(title(page)).toHaveText(/^The one table is healthy; /, PATIENCE);
    await expect(overviewRow(page, ORDERS)).toContainText('Healthy');
  });
});
