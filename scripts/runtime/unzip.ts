/**
 * Takes chosen files out of a zip. Written here because most of the one archive we open (hundreds of megabytes,
 * twenty thousand files) is not wanted, and a machine without `unzip` must do. No zip64, no encryption.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

interface Entry {
  name: string;
  mode: number;
  deflated: boolean;
  size: number;
  offset: number;
}

/** `place` answers where an entry goes, relative to `target`, or null to leave it out. */
export async function unzip(
  archive: string,
  target: string,
  place: (name: string) => string | null,
): Promise<void> {
  const file = await open(archive);
  try {
    for (const entry of await readDirectory(file)) {
      const relative = entry.name.endsWith('/') ? null : place(entry.name);
      if (relative === null) continue;
      const output = path.resolve(target, relative);
      if (!output.startsWith(path.resolve(target) + path.sep))
        throw new Error(`${entry.name} leaves its folder`);
      await mkdir(path.dirname(output), { recursive: true });
      await extract(archive, await dataStart(file, entry), entry, output);
    }
  } finally {
    await file.close();
  }
}

async function readDirectory(file: FileHandle): Promise<Entry[]> {
  const { size } = await file.stat();
  const tail = await read(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  if (end < 0) throw new Error('not a zip archive');
  const directory = await read(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries: Entry[] = [];
  for (let at = 0; at < directory.length; ) {
    if (directory.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('broken zip directory');
    const nameLength = directory.readUInt16LE(at + 28);
    const method = directory.readUInt16LE(at + 10);
    if (method !== 0 && method !== 8) throw new Error(`zip method ${method} is not supported`);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777,
      deflated: method === 8,
      size: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** The local header repeats the name and has extra fields of its own length, so it must be read. */
async function dataStart(file: FileHandle, entry: Entry): Promise<number> {
  const header = await read(file, entry.offset, 30);
  return entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}

async function extract(archive: string, start: number, entry: Entry, output: string): Promise<void> {
  const sink = createWriteStream(output, { mode: entry.mode || 0o644 });
  if (entry.size === 0) {
    sink.end();
    return;
  }
  const source = createReadStream(archive, { start, end: start + entry.size - 1 });
  if (entry.deflated) await pipeline(source, createInflateRaw(), sink);
  else await pipeline(source, sink);
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  await file.read(buffer, 0, length, position);
  return buffer;
}
