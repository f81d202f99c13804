/** The program behind `npm run demo`. */
import { parseArgs } from 'node:util';
import { serveControl } from './control.ts';
import { type ControlAddress, controlClient, findRunningDemo } from './control-client.ts';
import { faultTable } from './fault-table.ts';
import { runFront } from './front.ts';
import { progressLine } from './progress-line.ts';
import { type DemoWorld, FAULTS, startDemoWorld } from './world.ts';

const USAGE = `Usage: npm run demo [-- <options>]
       npm run demo -- faults           list what can be broken
       npm run demo -- break <fault>    break it in the demo that is running
       npm run demo -- heal <fault|all> put it back

Starts a PostgreSQL primary, a streaming standby and a small shop that keeps changing, in a temporary
folder, and shows Pulse watching the standby. Ctrl-C ends and removes everything.

Options:
  --terminal          show Pulse in the terminal instead of a window
  --app <executable>  the Electron to start the app with
  --scale <number>    size of the history: 1 (the default) is two million events
  --help              show this
`;

/** 128 plus the signal's number, as shells report it. */
const SIGNAL_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

class UsageError extends Error {}

/** Runs the demo program; resolves with its exit code. */
export async function runDemo(argv: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parse(argv);
    const [command, name, ...more] = positionals;
    if (values.help === true) {
      process.stdout.write(USAGE);
      return 0;
    }
    if (more.length > 0) throw new UsageError(`What is "${more.join(' ')}" for?`);
    switch (command) {
      case undefined:
        return await start({
          scale: parseScale(values.scale),
          terminal: values.terminal === true,
          app: values.app,
        });
      case 'faults':
        process.stdout.write(faultTable(FAULTS, await activeNow()));
        return 0;
      case 'break':
      case 'heal':
        return await change(command, name);
      default:
        throw new UsageError(`There is no command "${command}".`);
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    if (!(error instanceof UsageError)) return 1;
    process.stderr.write(`\n${USAGE}`);
    return 2;
  }
}

interface StartOptions {
  scale: number;
  terminal: boolean;
  app: string | undefined;
}

async function start({ scale, terminal, app }: StartOptions): Promise<number> {
  const stopping = new AbortController();
  let world: DemoWorld | undefined;
  let code: number | undefined;
  const onSignal = (signal: keyof typeof SIGNAL_CODES) => {
    // Not up yet, or asked twice: the watchdog clears away whatever there is.
    if (world === undefined || code !== undefined) process.exit(SIGNAL_CODES[signal]);
    code = SIGNAL_CODES[signal];
    stopping.abort();
  };
  for (const signal of Object.keys(SIGNAL_CODES)) process.on(signal, onSignal);

  const started = Date.now();
  const line = progressLine(process.stderr, started);
  try {
    world = await startDemoWorld({ scale, onProgress: line.show });
  } finally {
    line.clear();
  }
  try {
    const control = await serveControl(world);
    process.stdout.write(facts(world, Date.now() - started));
    const frontCode = await runFront(world, { terminal, app, control, signal: stopping.signal });
    await control.close();
    return code ?? frontCode;
  } finally {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[2KEnding the servers…');
    await world.stop();
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K');
    for (const signal of Object.keys(SIGNAL_CODES)) process.off(signal, onSignal);
  }
}

function facts(world: DemoWorld, tookMs: number): string {
  return `The demo world is up (${(tookMs / 1000).toFixed(1)} s).

  Replica    ${world.analyst.urlFor('standby')}
  Primary    ${world.analyst.urlFor('primary')}
  TLS        sslmode=verify-full with host localhost and sslrootcert=${world.tls.caFile}
  Break it   npm run demo -- break <fault>    (npm run demo -- faults lists them)

Ctrl-C ends and removes everything.
`;
}

async function change(verb: 'break' | 'heal', name: string | undefined): Promise<number> {
  if (name === undefined)
    throw new UsageError(`What should ${verb}? "npm run demo -- faults" lists the names.`);
  const all = verb === 'heal' && name === 'all';
  if (!all && !FAULTS.some((fault) => fault.name === name)) {
    throw new Error(
      `There is no fault "${name}". There are: ${FAULTS.map((fault) => fault.name).join(', ')}.`,
    );
  }
  const address = await findRunningDemo();
  if (address === undefined) throw new Error('No demo is running. Start one with "npm run demo".');
  const client = controlClient(address);
  if (all) {
    await client.healAll();
    process.stdout.write('Everything is whole.\n');
  } else {
    const fault = await (verb === 'break' ? client.inject(name) : client.heal(name));
    process.stdout.write(fault.active ? `Broken: ${fault.description}\n` : `Healed: ${fault.name}\n`);
  }
  return 0;
}

async function activeNow(): Promise<Set<string>> {
  const address: ControlAddress | undefined = await findRunningDemo();
  if (address === undefined) return new Set();
  const faults = await controlClient(address).listFaults();
  return new Set(faults.filter((fault) => fault.active).map((fault) => fault.name));
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        terminal: { type: 'boolean' },
        app: { type: 'string' },
        scale: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function parseScale(text: string | undefined): number {
  const scale = text === undefined ? 1 : Number(text);
  if (!(scale > 0 && scale <= 100))
    throw new UsageError(`--scale must be above 0 and at most 100, not "${text}".`);
  return scale;
}

if (import.meta.main) process.exitCode = await runDemo(process.argv.slice(2));
