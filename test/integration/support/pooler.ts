import net from 'node:net';

/** Something between Pulse and a server. */
export interface Relay {
  port: number;
  stop(): Promise<void>;
}

export interface Pooler extends Relay {
  /** Shows a setting in the first backend behind the pooler, as its next user would find it. */
  show(setting: string): Promise<string>;
}

/**
 * Hands out process ids of its own, as transaction poolers do: that is how a session can tell. Here each client
 * keeps its backend, so that a test can look at what was left in it.
 */
export async function startPooler(port: number): Promise<Pooler> {
  const backends: net.Socket[] = [];
  let capture: ((data: Buffer) => void) | null = null;
  const relay = await startRelay(
    () => port,
    (client, backend) => {
      backends.push(backend);
      backend.on('data', (data: Buffer) => {
        if (capture) {
          capture(data);
          return;
        }
        // BackendKeyData: 'K', length 12, process id, secret.
        const at = data.indexOf(Buffer.from([0x4b, 0, 0, 0, 12]));
        if (at >= 0) data.writeInt32BE(1, at + 5);
        client.write(data);
      });
    },
  );
  return {
    ...relay,
    show: async (setting) => {
      const text = Buffer.from(`show ${setting}\0`);
      const head = Buffer.from('Q____');
      head.writeInt32BE(text.length + 4, 1);
      const answer = await new Promise<Buffer>((resolve) => {
        const parts: Buffer[] = [];
        capture = (data) => {
          parts.push(data);
          const all = Buffer.concat(parts);
          // ReadyForQuery ends every answer.
          if (all.at(-6) === 0x5a) resolve(all);
        };
        backends[0]?.write(Buffer.concat([head, text]));
      });
      capture = null;
      // DataRow: 'D', length, one column, its length, its text. It follows the RowDescription.
      const row = answer.indexOf('D', answer.readInt32BE(1) + 1);
      return answer.subarray(row + 11, row + 11 + answer.readInt32BE(row + 7)).toString();
    },
  };
}

/** A load balancer that sends the first connection to one server and all later ones to another. */
export function startBalancer(first: number, later: number): Promise<Relay> {
  let next = first;
  const choose = () => {
    const port = next;
    next = later;
    return port;
  };
  return startRelay(choose, (client, backend) => {
    backend.pipe(client);
  });
}

async function startRelay(
  choosePort: () => number,
  answer: (client: net.Socket, backend: net.Socket) => void,
): Promise<Relay> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((client) => {
    const backend = net.connect({ port: choosePort(), host: '127.0.0.1' });
    for (const socket of [client, backend]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        client.destroy();
        backend.destroy();
      });
    }
    client.pipe(backend);
    answer(client, backend);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
