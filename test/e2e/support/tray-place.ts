import { createConnection } from 'node:net';
import { busSocketPaths, decodeMessage, encodeCall } from '../../../electron/shell/dbus.ts';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const HELLO = 1;
const REQUEST_NAME = 2;
const DO_NOT_QUEUE = 4;

/**
 * Makes the private desktop one that has a place for tray icons, until the answer is called: Pulse asks only whether
 * somebody answers to that name. Nothing is drawn.
 */
export async function offerTrayPlace(address: string): Promise<() => void> {
  const [path] = busSocketPaths(address);
  if (path === undefined) throw new Error(`There is no bus at ${address}.`);
  const socket = createConnection({ path });
  await new Promise<void>((resolve, reject) => {
    let received = Buffer.alloc(0);
    let greeted = false;
    socket.on('error', reject);
    socket.on('connect', () => {
      const user = Buffer.from(String(process.getuid?.() ?? 0), 'latin1').toString('hex');
      socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
    });
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      if (!greeted) {
        const end = received.indexOf('\r\n');
        if (end < 0) return;
        received = received.subarray(end + 2);
        greeted = true;
        const request = encodeCall(REQUEST_NAME, 'RequestName', WATCHER, DO_NOT_QUEUE);
        socket.write(Buffer.concat([Buffer.from('BEGIN\r\n'), encodeCall(HELLO, 'Hello'), request]));
      }
      for (let reply = decodeMessage(received); reply !== null; reply = decodeMessage(received)) {
        received = received.subarray(reply.length);
        if (reply.error !== null) reject(new Error(reply.error));
        else if (reply.serial === REQUEST_NAME) resolve();
      }
    });
  });
  return () => void socket.destroy();
}
