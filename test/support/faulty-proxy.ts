import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * `stall`: nothing goes through any more, in either direction, and nobody is told (a firewall, a dead VPN).
 * `reset`: both sides get an RST. `reset client`: only Pulse does; the server goes on as if nothing had happened.
 * `reset server`: only the server does. `end client`, `end server`: a FIN goes to that side, the other direction works on.
 */
export type Fault = 'stall' | 'reset' | 'reset client' | 'reset server' | 'end client' | 'end server';

/** Something that happens to a connection once so many bytes, or a text, went by from one side. */
export interface Trap {
  from: 'client' | 'server';
  /** Bytes are exact: what comes after them is not forwarded. A text is found in the clear only, and is forwarded. */
  after: number | string;
  fault: Fault;
}

/** What becomes of a new connection: it is forwarded, accepted and never answered, or reset at once. */
export type Welcome = 'forward' | 'black hole' | 'reset';

/** A TCP proxy on the loopback interface that can do all that networks do, except for changing a byte. */
export class FaultyProxy {
  readonly port: number;
  welcome: Welcome = 'forward';
  /** Set in every new connection. */
  trap: Trap | null = null;
  /** Milliseconds that every chunk is late, in both directions. */
  delayMs = 0;
  /** Bytes a second in each direction of each connection. */
  bytesPerSecond = Number.POSITIVE_INFINITY;
  /** Connections that were accepted since the start. */
  accepted = 0;
  readonly #server: net.Server;
  readonly #targetPort: number;
  readonly #wires = new Set<Wire>();
  readonly #backendPorts: number[] = [];

  static async start(targetPort: number): Promise<FaultyProxy> {
    // A paused socket would not see how its other end is closed.
    const server = net.createServer({ allowHalfOpen: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FaultyProxy(server, targetPort);
  }

  private constructor(server: net.Server, targetPort: number) {
    this.#server = server;
    this.#targetPort = targetPort;
    this.port = (server.address() as net.AddressInfo).port;
    server.on('connection', (client) => this.#accept(client));
  }

  /** The ports by which the server knows the connections made so far: `pg_stat_activity.client_port`. */
  get backendPorts(): readonly number[] {
    return this.#backendPorts;
  }

  /** Connections that Pulse has not closed, as far as can be seen: what a stalled one does is seen after `heal`. */
  get openConnections(): number {
    return [...this.#wires].filter((wire) => !wire.closedByClient).length;
  }

  /** Connections through which nothing goes at the moment. */
  get stalledConnections(): number {
    return [...this.#wires].filter((wire) => wire.stalled).length;
  }

  /** Lets something happen to all present connections: now, or when the trap closes. */
  strike(fault: Fault | Trap): void {
    for (const wire of this.#wires) {
      if (typeof fault === 'string') wire.strike(fault);
      else wire.arm(fault);
    }
  }

  /** From now on no packet gets through, and no connection is answered. */
  goDark(): void {
    this.welcome = 'black hole';
    this.strike('stall');
  }

  /** Back to normal. Whatever was held back goes on; what was cut on one side is closed on the other. */
  heal(): void {
    this.welcome = 'forward';
    this.trap = null;
    this.delayMs = 0;
    this.bytesPerSecond = Number.POSITIVE_INFINITY;
    for (const wire of this.#wires) wire.heal();
  }

  async stop(): Promise<void> {
    for (const wire of this.#wires) wire.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #accept(client: net.Socket): void {
    this.accepted += 1;
    if (this.welcome === 'reset') {
      client.resetAndDestroy();
      return;
    }
    const port = this.welcome === 'forward' ? this.#targetPort : null;
    const wire = new Wire(client, port, this, (local) => this.#backendPorts.push(local));
    if (this.trap) wire.arm(this.trap);
    this.#wires.add(wire);
    wire.onGone = () => this.#wires.delete(wire);
  }
}

/** One connection through the proxy. */
class Wire {
  closedByClient = false;
  stalled = false;
  onGone: () => void = () => {};
  readonly #client: net.Socket;
  readonly #server: net.Socket | null = null;
  readonly #pace: FaultyProxy;
  readonly #traps: Partial<Record<Trap['from'], Trap & { left: number }>> = {};
  #gate = Promise.withResolvers<void>();

  constructor(
    client: net.Socket,
    targetPort: number | null,
    pace: FaultyProxy,
    onBackend: (localPort: number) => void,
  ) {
    this.#client = client;
    this.#pace = pace;
    client.setNoDelay(true);
    const closed = () => {
      this.closedByClient = true;
    };
    client.on('end', closed);
    client.on('close', () => {
      closed();
      if (this.#server?.destroyed ?? true) this.onGone();
    });
    if (targetPort === null) {
      // Even a black hole has to notice when somebody leaves.
      client.on('error', () => {}).on('end', () => client.destroy());
      client.resume();
      return;
    }
    const server = net.connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    this.#server = server;
    server.on('connect', () => onBackend(server.localPort ?? 0));
    server.on('close', () => {
      if (client.destroyed) this.onGone();
    });
    this.#join(client, server, 'client');
    this.#join(server, client, 'server');
  }

  arm(trap: Trap): void {
    this.#traps[trap.from] = { ...trap, left: typeof trap.after === 'number' ? trap.after : 0 };
  }

  strike(fault: Fault): void {
    if (fault === 'stall') this.stalled = true;
    if (fault === 'reset' || fault === 'reset client') reset(this.#client);
    if (fault === 'reset' || fault === 'reset server') reset(this.#server);
    if (fault === 'end client') this.#client.end();
    if (fault === 'end server') this.#server?.end();
  }

  heal(): void {
    // Nobody who was never connected is let in now.
    if (this.#server === null || this.#client.destroyed || this.#server.destroyed) this.destroy();
    for (const from of ['client', 'server'] as const) delete this.#traps[from];
    this.stalled = false;
    this.#gate.resolve();
    this.#gate = Promise.withResolvers();
  }

  destroy(): void {
    this.#client.destroy();
    this.#server?.destroy();
    this.#gate.resolve();
  }

  /** Carries what comes from one side to the other, in order, at the proxy's pace. */
  #join(source: net.Socket, sink: net.Socket, from: Trap['from']): void {
    source.on('error', () => {
      // A connection that broke on one side breaks on the other, unless packets do not get through.
      if (!this.stalled) reset(sink);
    });
    source.on('data', (chunk: Buffer) => {
      source.pause();
      void this.#carry(chunk, sink, from).then(() => source.resume());
    });
    source.on('end', async () => {
      await this.#passage();
      sink.end();
    });
  }

  async #carry(chunk: Buffer, sink: net.Socket, from: Trap['from']): Promise<void> {
    await this.#passage();
    const trap = this.#traps[from];
    if (trap === undefined) return this.#write(chunk, sink);
    if (typeof trap.after === 'string') {
      await this.#write(chunk, sink);
      if (chunk.includes(trap.after)) this.#spring(trap);
      return;
    }
    const through = chunk.subarray(0, trap.left);
    trap.left -= through.length;
    if (through.length > 0) await this.#write(through, sink);
    if (trap.left > 0) return;
    this.#spring(trap);
    const rest = chunk.subarray(through.length);
    if (rest.length > 0) await this.#carry(rest, sink, from);
  }

  #spring(trap: Trap): void {
    delete this.#traps[trap.from];
    this.strike(trap.fault);
  }

  async #write(chunk: Buffer, sink: net.Socket): Promise<void> {
    const { bytesPerSecond } = this.#pace;
    const step = Number.isFinite(bytesPerSecond)
      ? Math.max(1, Math.floor(bytesPerSecond / 20))
      : chunk.length;
    for (let at = 0; at < chunk.length; at += step) {
      if (step < chunk.length) await sleep(50);
      await this.#passage();
      if (sink.writable) sink.write(chunk.subarray(at, at + step));
    }
  }

  async #passage(): Promise<void> {
    if (this.#pace.delayMs > 0) await sleep(this.#pace.delayMs);
    while (this.stalled) await this.#gate.promise;
  }
}

/** Node cannot reset a socket that was ended, and forgets to close it then. */
function reset(socket: net.Socket | null): void {
  if (socket?.writableEnded) socket.destroy();
  else socket?.resetAndDestroy();
}
