import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import {
  busNameHasOwner,
  busSocketPaths,
  decodeMessage,
  encodeCall,
  startBusName,
} from '../../electron/shell/dbus.ts';
import { temporaryFolder } from '../support/store.ts';

/** What a bus says to "does this name have an owner?", byte by byte as the specification lays it out. */
const REPLY_TRUE =
  '6c02010104000000030000003d000000' + // little-endian, method return, body of 4, serial 3, fields of 61
  '06017300060000003a312e3132330000' + // destination ':1.123'
  '05017500020000000801670001620000' + // reply to serial 2, signature 'b'
  '07017300140000006f72672e667265656465736b746f702e4442757300000000' + // sender
  '01000000';

describe('addresses of the bus', () => {
  test.each([
    ['unix:path=/run/user/1000/bus', ['/run/user/1000/bus']],
    ['unix:abstract=/tmp/dbus-x,guid=12', ['\0/tmp/dbus-x']],
    ['tcp:host=x,port=1;unix:path=/tmp/a%20b', ['/tmp/a b']],
    ['', []],
    ['nonsense', []],
  ])('%s', (address, paths) => {
    expect(busSocketPaths(address)).toEqual(paths);
  });
});

describe('the wire', () => {
  test('a reply is read, and waited for when it is not whole', () => {
    const whole = Buffer.from(REPLY_TRUE, 'hex');
    expect(decodeMessage(whole)).toEqual({ serial: 2, error: null, value: 1, length: whole.length });
    for (let length = 0; length < whole.length; length += 1) {
      expect(decodeMessage(whole.subarray(0, length))).toBeNull();
    }
  });

  test('a call is laid out with every part at its boundary', () => {
    const call = encodeCall(2, 'NameHasOwner', 'a.b');
    expect(call.length).toBe(call.lastIndexOf('a.b') + 4);
    expect((call.lastIndexOf('a.b') - 4) % 8).toBe(0);
    expect(call.readUInt32LE(4)).toBe(8);
    expect(call.readUInt32LE(8)).toBe(2);
  });
});

describe.skipIf(process.platform === 'win32')('a bus', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.close();
  });

  function serve(onData: (data: Buffer, write: (bytes: Buffer | string) => void) => void): string {
    const path = join(temporaryFolder(), 'bus');
    server = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (data) => onData(data, (bytes) => void socket.write(bytes)));
    }).listen(path);
    return `unix:path=${path}`;
  }

  test('answers', async () => {
    const address = serve((data, write) => {
      if (data.includes('AUTH')) write('OK 1234\r\n');
      // In two pieces, as a socket may.
      else
        for (const part of [REPLY_TRUE.slice(0, 50), REPLY_TRUE.slice(50)]) write(Buffer.from(part, 'hex'));
    });
    expect(await busNameHasOwner('org.freedesktop.Notifications', 1_000, address)).toBe(true);
  });

  test('that refuses us, is silent or is not there counts as no', async () => {
    const refusing = serve((_data, write) => write('REJECTED EXTERNAL\r\n'));
    expect(await busNameHasOwner('x.y', 1_000, refusing)).toBe(false);
    server?.close();
    const silent = serve(() => {});
    expect(await busNameHasOwner('x.y', 50, silent)).toBe(false);
    expect(await busNameHasOwner('x.y', 50, 'unix:path=/nowhere/bus')).toBe(false);
    expect(await startBusName('x.y', 50, '')).toBe(false);
  });
});
