import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { Clock } from '../ports.ts';
import { type Link, type Target, tunnelTo } from './connect.ts';
import { isSocketFolder } from './tls.ts';

const CANCEL_REQUEST_CODE = 80_877_102;
const SSL_REQUEST_CODE = 80_877_103;

/**
 * Asks the server to cancel whatever the link's backend is running, over a connection of its own, which goes the
 * link's way and is encrypted when the link is. Resolves when the server has closed that connection, which it does
 * after passing the signal on; there is no other answer. Rejects when that has not come about within `timeoutMs`.
 */
export function sendCancelRequest(
  target: Pick<Target, 'host' | 'port' | 'sshHost'>,
  { encryption, processId, secretKey, address }: Omit<Link, 'client'>,
  clock: Clock,
  timeoutMs: number,
): Promise<void> {
  const { host } = target;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = open(target, address);
  let delivered = false;
  const callOff = clock.after(timeoutMs, () => socket.destroy(new Error('The cancel request timed out.')));
  const watch = (stream: Duplex) => {
    stream.on('error', reject);
    stream.on('close', () => {
      callOff();
      return delivered ? resolve() : reject(new Error('The cancel request was not delivered.'));
    });
  };
  const deliver = (stream: Duplex) => {
    delivered = true;
    stream.write(message(CANCEL_REQUEST_CODE, processId, secretKey));
    // A socket ends, and then closes, only when somebody reads it.
    stream.resume();
  };
  watch(socket);
  socket.once('connect', () => {
    if (encryption === null) return deliver(socket);
    socket.write(message(SSL_REQUEST_CODE));
    socket.once('data', (reply: Buffer) => {
      if (reply.toString('latin1') !== 'S') return socket.destroy(new Error('The server offered no TLS.'));
      const secure = tls.connect({
        host,
        ...(net.isIP(host) === 0 ? { servername: host } : {}),
        ...encryption,
        socket,
      });
      watch(secure);
      secure.once('secureConnect', () => deliver(secure));
    });
  });
  return promise;
}

function open(target: Pick<Target, 'host' | 'port' | 'sshHost'>, address: string | null): Duplex {
  const tunnel = tunnelTo(target);
  if (tunnel) return tunnel.connect();
  const { host, port } = target;
  return isSocketFolder(host)
    ? net.connect({ path: `${host}/.s.PGSQL.${port}` })
    : net.connect({ host: address ?? host, port });
}

function message(...numbers: number[]): Buffer {
  const buffer = Buffer.alloc(4 + numbers.length * 4);
  buffer.writeInt32BE(buffer.length, 0);
  for (const [index, number] of numbers.entries()) buffer.writeInt32BE(number | 0, 4 + index * 4);
  return buffer;
}
