import { readFileSync } from 'node:fs';
import { type ElectronApplication, expect, type Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { PATIENCE } from './walk.ts';

/** One line of an exported file, by the names in its header. */
export type ExportedRow = Record<
  | 'run_id'
  | 'connection'
  | 'schema'
  | 'table'
  | 'check'
  | 'check_type'
  | 'status'
  | 'value'
  | 'unit'
  | 'message'
  | 'started_at'
  | 'finished_at'
  | 'duration_ms',
  string
>;

/** Answers the system's own dialog for where to save: nobody else can. */
export async function answerSaveDialog(app: ElectronApplication, file: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = (async () => ({ canceled: false, filePath })) as never;
  }, file);
}

/** Exports what the open dialog is set to; ends when it is written. */
export async function exportNow(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Export as CSV' });
  await dialog.getByRole('button', { name: 'Export…' }).click(PATIENCE);
  await expect(dialog.getByRole('button', { name: 'Copy path' })).toBeVisible(PATIENCE);
}

/** Exports the whole history by the buttons of the window. */
export async function exportAll(
  { app, page }: { app: ElectronApplication; page: Page },
  file: string,
): Promise<ExportedRow[]> {
  await answerSaveDialog(app, file);
  await page.getByRole('button', { name: 'Export history' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export as CSV' });
  await exportNow(page);
  const written = dialog.getByRole('status').filter({ hasText: 'written' });
  const rows = parse<ExportedRow>(readFileSync(file, 'utf8'), { columns: true });
  await expect(written).toHaveText(`${rows.length.toLocaleString('en')} rows written`);
  await expect(dialog.getByText(file)).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  return rows;
}
