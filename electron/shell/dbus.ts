import { createConnection } from 'node:net';

/**
 * Asks the session bus one question. Only what is needed before a notification or a tray icon may be trusted to
 * appear, so it is written out here and needs neither a library nor a command-line tool that may be absent.
 * Wire format: https://dbus.freedesktop.org/doc/dbus-specification.html
 */

const BUS = 'org.freedesktop.DBus';
const METHOD_CALL = 1;
const ERROR = 3;
const FIXED_HEADER = 16;

/** Socket paths of a bus address such as `unix:path=/run/user/1000/bus;unix:abstract=/tmp/x,guid=…`. */
export function busSocketPaths(address: string): string[] {
  return address.split(';').flatMap((entry) => {
    const [transport, parameters = ''] = entry.split(/:(.*)/s);
    if (transport !== 'unix') return [];
    const values = new Map(parameters.split(',').map((pair) => pair.split('=', 2) as [string, string]));
    const path = values.get('path');
    if (path !== undefined) return [decodeURIComponent(path)];
    const abstract = values.get('abstract');
    return abstract === undefined ? [] : [`\0${decodeURIComponent(abstract)}`];
  });
}

class Writer {
  readonly #bytes: number[] = [];

  get length(): number {
    return this.#bytes.length;
  }

  align(size: number): this {
    while (this.#bytes.length % size !== 0) this.#bytes.push(0);
    return this;
  }

  byte(...values: number[]): this {
    this.#bytes.push(...values);
    return this;
  }

  uint32(value: number): this {
    return this.align(4).byte(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24);
  }

  string(value: string): this {
    const bytes = Buffer.from(value, 'utf8');
    return this.uint32(bytes.length).byte(...bytes, 0);
  }

  signature(value: string): this {
    return this.byte(value.length, ...Buffer.from(value, 'latin1'), 0);
  }

  toBuffer(): Buffer {
    return Buffer.from(this.#bytes);
  }
}

/** A call of a method of the bus itself, with an optional name and an optional number as its arguments. */
export function encodeCall(serial: number, member: string, name?: string, flags?: number): Buffer {
  const body = new Writer();
  let signature = '';
  if (name !== undefined) {
    body.string(name);
    signature += 's';
  }
  if (flags !== undefined) {
    body.uint32(flags);
    signature += 'u';
  }
  const fields = new Writer();
  const field = (code: number, type: 'o' | 's', value: string) =>
    fields.align(8).byte(code).signature(type).string(value);
  field(1, 'o', '/org/freedesktop/DBus');
  field(2, 's', BUS);
  field(3, 's', member);
  field(6, 's', BUS);
  if (signature !== '') fields.align(8).byte(8).signature('g').signature(signature);
  const header = new Writer()
    .byte('l'.charCodeAt(0), METHOD_CALL, 0, 1)
    .uint32(body.length)
    .uint32(serial)
    .uint32(fields.length)
    .byte(...fields.toBuffer())
    .align(8);
  return Buffer.concat([header.toBuffer(), body.toBuffer()]);
}

export interface Reply {
  serial: number;
  error: string | null;
  /** First four bytes of the body as a number: a boolean or an uint32. */
  value: number;
  /** Length of the whole message. */
  length: number;
}

/** The first whole message in `data`; null when more bytes must come first. `serial` is 0 for one that answers nothing. */
export function decodeMessage(data: Buffer): Reply | null {
  if (data.length < FIXED_HEADER) return null;
  const little = data[0] === 'l'.charCodeAt(0);
  const uint32 = (at: number) => (little ? data.readUInt32LE(at) : data.readUInt32BE(at));
  const bodyLength = uint32(4);
  const fieldsEnd = FIXED_HEADER + uint32(12);
  const bodyStart = Math.ceil(fieldsEnd / 8) * 8;
  const length = bodyStart + bodyLength;
  if (data.length < length) return null;

  let serial = 0;
  let errorName = '';
  for (let at = FIXED_HEADER; at < fieldsEnd; ) {
    at = Math.ceil(at / 8) * 8;
    const code = data[at];
    const type = String.fromCharCode(data[at + 2] ?? 0);
    at += 4;
    if (type === 'g') {
      at += (data[at] ?? 0) + 2;
      continue;
    }
    at = Math.ceil(at / 4) * 4;
    const number = uint32(at);
    at += 4;
    if (type === 'u') {
      if (code === 5) serial = number;
      continue;
    }
    if (code === 4) errorName = data.toString('utf8', at, at + number);
    at += number + 1;
  }
  return {
    serial,
    error: data[1] === ERROR ? errorName : null,
    value: bodyLength >= 4 ? uint32(bodyStart) : 0,
    length,
  };
}

function defaultAddress(): string {
  const { DBUS_SESSION_BUS_ADDRESS: given, XDG_RUNTIME_DIR: folder } = process.env;
  return given || (folder ? `unix:path=${folder}/bus` : '');
}

/** One exchange over one socket: say who we are, say hello, ask, and leave. Rejects on any failure or after `timeoutMs`. */
function ask(path: string, question: Buffer, timeoutMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ path });
    const finish = (outcome: () => void) => {
      clearTimeout(timer);
      socket.destroy();
      outcome();
    };
    const timer = setTimeout(
      () => finish(() => reject(new Error('the bus did not answer in time'))),
      timeoutMs,
    );
    let received = Buffer.alloc(0);
    let authenticated = false;

    socket.on('error', (error) => finish(() => reject(error)));
    socket.on('close', () => finish(() => reject(new Error('the bus hung up'))));
    socket.on('connect', () => {
      const user = Buffer.from(String(process.getuid?.() ?? 0), 'latin1').toString('hex');
      socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
    });
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      if (!authenticated) {
        const end = received.indexOf('\r\n');
        if (end < 0) return;
        if (!received.toString('latin1', 0, end).startsWith('OK ')) {
          finish(() => reject(new Error('the bus refused us')));
          return;
        }
        received = received.subarray(end + 2);
        authenticated = true;
        socket.write(Buffer.concat([Buffer.from('BEGIN\r\n'), encodeCall(1, 'Hello'), question]));
      }
      for (let reply = decodeMessage(received); reply !== null; reply = decodeMessage(received)) {
        const { serial, error, value, length } = reply;
        received = received.subarray(length);
        if (error !== null) finish(() => reject(new Error(error)));
        else if (serial === 2) finish(() => resolve(value));
      }
    });
  });
}

async function askAny(question: Buffer, timeoutMs: number, address: string): Promise<number> {
  const paths = busSocketPaths(address);
  let last: unknown = new Error('there is no session bus');
  for (const path of paths) {
    try {
      return await ask(path, question, timeoutMs);
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

/** Whether some program answers to `name` on the session bus now. False as well when there is no bus. */
export async function busNameHasOwner(
  name: string,
  timeoutMs = 1_000,
  address = defaultAddress(),
): Promise<boolean> {
  const question = encodeCall(2, 'NameHasOwner', name);
  return askAny(question, timeoutMs, address).then(
    (value) => value === 1,
    () => false,
  );
}

/** Has the bus start the program that serves `name`. Many desktops start their notification daemon only when asked. */
export async function startBusName(
  name: string,
  timeoutMs = 3_000,
  address = defaultAddress(),
): Promise<boolean> {
  const question = encodeCall(2, 'StartServiceByName', name, 0);
  return askAny(question, timeoutMs, address).then(
    () => true,
    () => false,
  );
}
