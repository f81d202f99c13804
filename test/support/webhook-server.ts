import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = { status: number; text?: string; headers?: Record<string, string> } | 'stall' | 'cut';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** A receiver of webhooks on loopback. It answers with what `answer` says by then: `stall` holds the line. */
export async function webhookServer() {
  const received: Received[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      received.push({
        path: request.url ?? '',
        headers: request.headers,
        body: JSON.parse(Buffer.concat(parts).toString('utf8')),
      });
      for (const arrived of waiting.splice(0)) arrived();
      if (receiver.answer === 'stall') return;
      if (receiver.answer === 'cut') return void request.socket.destroy();
      const { status, text = '', headers = {} } = receiver.answer;
      response.writeHead(status, { connection: 'close', ...headers }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const receiver = {
    answer: { status: 200 } as Answer,
    received,
    url: `http://127.0.0.1:${port}/hook/the-secret-path`,
    /** Resolves when the next message is there, whatever is answered. */
    arrival: () => new Promise<void>((resolve) => void waiting.push(resolve)),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}
