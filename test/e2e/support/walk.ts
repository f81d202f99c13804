/** Steps through the window that many tests take, as a user takes them: by labels, buttons and the clipboard. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { PulseApp } from './app.ts';

/** The replica's answers may take their time on a busy machine. */
export const PATIENCE = { timeout: 60_000 };

export type Screen =
  | 'Overview'
  | 'Incidents'
  | 'Connections'
  | 'History'
  | 'Query log'
  | 'Settings'
  | 'Help'
  | 'Break something';

export const rail = (page: Page): Locator => page.getByRole('navigation', { name: 'Main' });
export const title = (page: Page): Locator => page.getByRole('heading', { level: 1 });
export const testPanel = (page: Page): Locator =>
  page.getByRole('complementary', { name: 'Connection test' });

export async function goTo(page: Page, screen: Screen): Promise<void> {
  await rail(page)
    .getByRole('button', { name: new RegExp(`^${screen}`) })
    .click();
}

/** Fills the form of a new connection by pasting a connection string. */
export async function pasteConnection({ app, page }: PulseApp, url: string): Promise<void> {
  await app.evaluate(({ clipboard }, text) => clipboard.writeText(text), url);
  await page.getByLabel('Connection string', { exact: true }).click();
  await page.keyboard.press('ControlOrMeta+V');
  await expect(page.getByText('The fields below were filled from it.')).toBeVisible();
  await app.evaluate(({ clipboard }) => clipboard.clear());
}

/** From an empty window to a stored connection; ends where tables are picked. */
export async function addConnection(pulse: PulseApp, url: string, name: string): Promise<void> {
  const { page } = pulse;
  await page.getByRole('button', { name: 'Add a connection' }).click();
  await pasteConnection(pulse, url);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Add connection' }).click();
  await expect(title(page)).toHaveText('Add tables');
}

export const catalogueRow = (page: Page, table: string): Locator =>
  rowOf(page.getByRole('table', { name: 'Catalogue' }), page, table);

/** A table's row in the overview. */
export const overviewRow = (page: Page, table: string): Locator =>
  rowOf(page.getByRole('table', { name: 'Monitored tables' }), page, table);

const rowOf = (list: Locator, page: Page, table: string): Locator =>
  list.getByRole('row').filter({ has: page.getByRole('button', { name: table, exact: true }) });

/** Picks tables from the catalogue and accepts the checks that are suggested for them. */
export async function monitorTables(page: Page, tables: readonly string[]): Promise<void> {
  const search = page.getByRole('searchbox', { name: 'Search the catalogue' });
  for (const table of tables) {
    await search.fill(table);
    await catalogueRow(page, table).getByRole('button').click(PATIENCE);
  }
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(title(page)).toHaveText('Choose the checks');
  await page.getByRole('button', { name: /^Monitor / }).click(PATIENCE);
  await expect(page.getByRole('table', { name: 'Monitored tables' })).toBeVisible(PATIENCE);
}

export async function openTable(page: Page, table: string): Promise<void> {
  await goTo(page, 'Overview');
  await overviewRow(page, table).getByRole('button', { name: table, exact: true }).click();
  await expect(title(page)).toHaveText(table);
}

/** A check's card on the screen of its table. */
export const checkCard = (page: Page, name: string): Locator =>
  page.getByRole('main').getByRole('region', { name, exact: true });

/** On a table with many checks, those that are fine are a line each until they are opened. */
export async function openCheck(page: Page, name: string): Promise<void> {
  const more = page.getByRole('button', { name: `Show more of ${name}`, exact: true });
  await expect(more.or(page.getByRole('button', { name: `Edit ${name}`, exact: true }))).toBeVisible();
  if (await more.isVisible()) await more.click();
}

/** Sets a duration in an open form, in seconds. */
export async function setSeconds(form: Locator, label: string, seconds: number): Promise<void> {
  const page = form.page();
  await form.getByRole('combobox', { name: `Unit of ${label.toLowerCase()}` }).click();
  await page.getByRole('option', { name: 'seconds', exact: true }).click();
  await form.getByLabel(label, { exact: true }).fill(String(seconds));
}
