/**
 * Lets another process (the app, `npm run demo -- break …`) list, inject and heal the faults of a running world:
 * JSON over HTTP on the loopback interface, behind a random token. The address is written into the world's folder,
 * which goes when the world goes.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { CONTROL_FILE, type ControlAddress, type FaultState } from './control-client.ts';
import { type DemoWorld, FAULTS } from './world.ts';

export interface Control extends ControlAddress {
  close(): Promise<void>;
}

export async function serveControl(world: DemoWorld): Promise<Control> {
  const token = randomBytes(24).toString('hex');
  const server = createServer((request, response) => {
    void answer(world, token, request).then(({ status, body }) => send(response, status, body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the control server has no port');
  const url = `http://127.0.0.1:${address.port}`;
  await writeFile(path.join(world.folder, CONTROL_FILE), JSON.stringify({ url, token, pid: process.pid }), {
    mode: 0o600,
  });
  return {
    url,
    token,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  status: number;
  body: { faults: FaultState[] } | { error: string };
}

async function answer(world: DemoWorld, token: string, request: IncomingMessage): Promise<Answer> {
  request.resume();
  if (!isAuthorised(request, token)) return { status: 401, body: { error: 'The token is wrong.' } };
  const [, root, name = '', verb] = (request.url ?? '').split('/');
  try {
    if (request.method === 'GET' && root === 'faults' && name === '') {
      return { status: 200, body: { faults: states(world) } };
    }
    if (request.method === 'POST' && root === 'faults' && (verb === 'inject' || verb === 'heal')) {
      await world[verb](decodeURIComponent(name));
      return { status: 200, body: { faults: states(world) } };
    }
    if (request.method === 'POST' && root === 'heal-all') {
      await world.healAll();
      return { status: 200, body: { faults: states(world) } };
    }
    return { status: 404, body: { error: 'There is nothing here.' } };
  } catch (error) {
    const known = FAULTS.some((fault) => fault.name === name);
    return {
      status: known ? 409 : 404,
      body: { error: error instanceof Error ? error.message : String(error) },
    };
  }
}

function states(world: DemoWorld): FaultState[] {
  const active = new Set(world.active());
  return world.faults.map(({ name, title, description, table }) => ({
    name,
    title,
    description,
    table,
    active: active.has(name),
  }));
}

function isAuthorised(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function send(response: ServerResponse, status: number, body: Answer['body']): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
