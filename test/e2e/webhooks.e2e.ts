import { join } from 'node:path';
import { openStore } from '../../electron/engine/store/store.ts';
import { LoadPolicy } from '../../shared/domain/connection.ts';
import type { WebhookMessage } from '../../shared/domain/webhook.ts';
import { webhookServer } from '../support/webhook-server.ts';
import { test as base, expect } from './support/app.ts';
import { filesWith } from './support/data-folder.ts';
import { goTo, PATIENCE } from './support/walk.ts';

type Receiver = Awaited<ReturnType<typeof webhookServer>>;

const test = base.extend<{ receiver: Receiver }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape.
  receiver: async ({}, use) => {
    const receiver = await webhookServer();
    await use(receiver);
    await receiver.close();
  },
});

const messages = ({ received }: Receiver) => received.map(({ body }) => body as WebhookMessage);

test('a webhook is tested, added, told of an incident, and mended where it fails', async ({
  dataFolder,
  launch,
  receiver,
}) => {
  test.setTimeout(240_000);
  leaveUnreachable(dataFolder);
  const pulse = await launch();
  const { page } = pulse;
  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Add a webhook…' }).click();
  const form = page.getByRole('dialog', { name: 'Add a webhook' });
  await form.getByRole('textbox', { name: 'Name' }).fill('Team channel');
  await form.getByText('JSON', { exact: true }).click();
  await form.getByRole('textbox', { name: 'Address' }).fill('http://hooks.example/somewhere');
  await form.getByRole('button', { name: 'Test' }).click();
  await expect(form).toContainText('Over http everybody on the way could read the messages.');

  await form.getByRole('textbox', { name: 'Address' }).fill(receiver.url);
  await form.getByRole('textbox', { name: 'Token' }).fill('the-secret-token');
  receiver.answer = { status: 401, text: 'who are you' };
  await form.getByRole('button', { name: 'Test' }).click();
  await expect(form.getByRole('status')).toContainText('answered 401 (who are you)');
  receiver.answer = { status: 302, headers: { location: 'http://127.0.0.1:9/elsewhere' } };
  await form.getByRole('button', { name: 'Test' }).click();
  await expect(form.getByRole('status')).toContainText('wants to send Pulse to another address');
  receiver.answer = { status: 200 };
  await form.getByRole('button', { name: 'Test' }).click();
  await expect(form.getByRole('status')).toContainText('It took the message');
  expect(receiver.received.at(-1)).toMatchObject({
    path: '/hook/the-secret-path',
    headers: { authorization: 'Bearer the-secret-token', 'user-agent': 'Pulse' },
    body: { kind: 'test', text: expect.stringContaining('Team channel') },
  });

  receiver.received.length = 0;
  receiver.answer = { status: 503, text: 'down for work' };
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(form).toBeHidden();
  const row = page.getByRole('list', { name: 'Webhooks' }).getByRole('listitem');
  await expect(row).toContainText(/JSON to 127\.0\.0\.1:\d+/);
  // Nothing answers at the replica's address: that is an incident, and the webhook is to hear of it.
  await expect(row).toContainText('answered 503 (down for work).', { timeout: 150_000 });
  receiver.answer = { status: 200 };
  await expect(row).not.toContainText('answered 503', PATIENCE);
  const told = messages(receiver).filter(({ title }) => title.includes('Replica unreachable'));
  expect(told.length).toBeGreaterThan(1);
  expect(told.at(-1)).toMatchObject({
    version: 1,
    incidents: [{ connection: 'Reporting', state: 'firing' }],
  });
  const keys = receiver.received.map(({ headers }) => headers['idempotency-key']);
  expect(new Set(keys).size).toBe(1);

  await page.getByRole('switch', { name: 'Post to Team channel' }).press(' ');
  await page.getByRole('button', { name: 'Remove Team channel' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Webhooks' })).toHaveCount(0);

  await pulse.quit();
  for (const secret of ['the-secret-path', 'the-secret-token'])
    expect(filesWith(dataFolder, secret)).toEqual([]);
});

/** A connection at which nothing answers. */
function leaveUnreachable(folder: string): void {
  const store = openStore({ folder, migrationsFolder: join(import.meta.dirname, '../../migrations') });
  try {
    store.connections.insert({
      name: 'Reporting',
      host: '127.0.0.1',
      port: 1,
      database: 'shop',
      user: 'analyst',
      tls: { mode: 'disable', caFile: null },
      sshHost: null,
      standIn: null,
      policy: LoadPolicy.parse({}),
      paused: false,
    });
  } finally {
    store.close();
  }
}
