import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import type { Settings } from '../../../shared/domain/settings.ts';
import { ask } from './ask.ts';

type Pulse = Parameters<typeof ask>[0];

/** Shows the window in light or in dark. */
export async function wear(pulse: Pulse, theme: Settings['theme']): Promise<void> {
  await ask(pulse, 'settings.set', { ...(await ask<Settings>(pulse, 'settings.get')), theme });
  await expect(pulse.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
}

/** What axe finds, one line for each element. */
export async function findings(page: Page, exceptions: string[] = []): Promise<string[]> {
  // Colours and drawers on their way are neither here nor there.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {}))),
  );
  // The other mode puts its result together in a page of its own, which an Electron app does not have.
  const { passes, violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .disableRules(exceptions)
    .analyze();
  // Without these it would not have looked at all.
  for (const rule of ['color-contrast', 'button-name']) expect(passes.map(({ id }) => id)).toContain(rule);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      (node) => `${id} at ${node.target.join(' ')}: ${node.any[0]?.message ?? node.failureSummary ?? ''}`,
    ),
  );
}
