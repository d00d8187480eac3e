import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type pg from 'pg';

export interface TransactionPooler {
  readonly port: number;
  /** How often somebody got another connection to the server than for the transaction before. */
  readonly switches: number;
  /** What sessions of the server have that outlasts a transaction: each would be another one's. */
  leftovers(): Promise<string[]>;
  close(): Promise<void>;
}

interface Frame {
  /** A letter; empty for the first thing that a client says. */
  readonly type: string;
  readonly whole: Buffer;
}

/** What the protocol of PostgreSQL calls messages, out of whatever pieces come. */
class Frames {
  #rest = Buffer.alloc(0);
  #isFirst: boolean;

  /** @param begins with a message without a letter, as a client does */
  constructor(begins = false) {
    this.#isFirst = begins;
  }

  read(piece: Buffer): Frame[] {
    const frames: Frame[] = [];
    this.#rest = Buffer.concat([this.#rest, piece]);
    for (;;) {
      const head = this.#isFirst ? 0 : 1;
      if (this.#rest.length < head + 4) return frames;
      const length = head + this.#rest.readUInt32BE(head);
      if (this.#rest.length < length) return frames;
      const whole = this.#rest.subarray(0, length);
      frames.push({ type: head === 0 ? '' : String.fromCharCode(whole[0] ?? 0), whole });
      this.#rest = this.#rest.subarray(length);
      this.#isFirst = false;
    }
  }
}

interface Backend {
  readonly socket: Socket;
  /** Whoever it is given to. */
  onData: ((piece: Buffer) => void) | undefined;
}

/** A server's connections of one user to one database, each for one transaction at a time. */
class Backends {
  readonly idle: Backend[] = [];
  readonly #waiting: ((backend: Backend) => void)[] = [];
  readonly #config: pg.ClientConfig;

  constructor(config: pg.ClientConfig) {
    this.#config = config;
  }

  /** Signs in as any client does; from then on what goes over the connection is its user's. */
  async open(): Promise<void> {
    const { default: driver } = await import('pg');
    const client = new driver.Client(this.#config);
    client.on('error', () => {});
    await client.connect();
    const { stream: socket } = (client as unknown as { readonly connection: { readonly stream: Socket } }).connection;
    socket.removeAllListeners('data');
    const backend: Backend = { socket, onData: undefined };
    socket.on('data', (piece: Buffer) => backend.onData?.(piece));
    this.give(backend);
  }

  /** The one that was idle for longest, and not the last one as long as there is another. */
  async take(last: Backend | undefined): Promise<Backend> {
    const found = this.idle.find((one) => one !== last) ?? this.idle[0];
    if (found === undefined) return new Promise((resolve) => this.#waiting.push(resolve));
    this.idle.splice(this.idle.indexOf(found), 1);
    return found;
  }

  give(backend: Backend): void {
    backend.onData = undefined;
    const next = this.#waiting.shift();
    if (next === undefined) this.idle.push(backend);
    else next(backend);
  }
}

const message = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const SIGNED_IN = message('R', Buffer.alloc(4));
const READY = message('Z', Buffer.from('I'));
const IDLE = 'I'.charCodeAt(0);

/**
 * A pooler as PgBouncer in transaction mode: whoever is between two transactions holds no connection to the server, and the next
 * transaction gets another one. It resets nothing in between, so that whatever is left in a session is met by others.
 * @param address of a database with its password, by which all are let in @param size connections for each database
 */
export async function startTransactionPooler(address: string, size = 4): Promise<TransactionPooler> {
  const { hostname, port, password } = new URL(address);
  const pools = new Map<string, Promise<Backends>>();
  const clients = new Set<Socket>();
  let switches = 0;
  const poolOf = (user: string, database: string): Promise<Backends> => {
    const name = `${user}/${database}`;
    const open = async (): Promise<Backends> => {
      const made = new Backends({ host: hostname, port: Number(port), user, database, password: decodeURIComponent(password) }); // biome-ignore format: one line
      for (let count = 0; count < size; count += 1) await made.open();
      return made;
    };
    const pool = pools.get(name) ?? open();
    pools.set(name, pool);
    return pool;
  };

  const serve = (client: Socket): void => {
    const said = new Frames(true);
    const waiting: Buffer[] = [];
    let pool: Backends | undefined;
    let backend: Backend | undefined;
    let last: Backend | undefined;
    let isTaking = false;
    /** Requests that are to be answered with "ready". */
    let open = 0;
    const leave = (): void => {
      clients.delete(client);
      client.destroy();
      // In the middle of a transaction: the server undoes it once the connection is gone.
      if (backend === undefined) return;
      backend.onData = undefined;
      backend.socket.destroy();
      backend = undefined;
      void pool?.open();
    };
    const answer = (answered: Frames, piece: Buffer): void => {
      client.write(piece);
      for (const { type, whole } of answered.read(piece)) {
        if (type !== 'Z') continue;
        open -= 1;
        if (open > 0 || whole[5] !== IDLE || backend === undefined) continue;
        last = backend;
        backend = undefined;
        pool?.give(last);
      }
    };
    const pass = async (): Promise<void> => {
      if (pool === undefined || isTaking || waiting.length === 0) return;
      if (backend === undefined) {
        isTaking = true;
        const given = await pool.take(last);
        isTaking = false;
        if (client.destroyed) return pool.give(given);
        if (last !== undefined && given !== last) switches += 1;
        const answered = new Frames();
        given.onData = (piece) => answer(answered, piece);
        backend = given;
      }
      for (const one of waiting.splice(0)) backend.socket.write(one);
    };
    const hear = async ({ type, whole }: Frame): Promise<void> => {
      if (type === 'X') return leave();
      if (type === '') {
        const words = whole.toString('utf8', 8).split('\0');
        const named = (name: string): string => words[words.indexOf(name) + 1] ?? '';
        pool = await poolOf(named('user'), named('database'));
        client.write(Buffer.concat([SIGNED_IN, READY]));
        return;
      }
      if (type === 'Q' || type === 'S') open += 1;
      waiting.push(whole);
      await pass();
    };
    clients.add(client);
    client.setNoDelay(true);
    client.on('data', (piece: Buffer) => {
      for (const frame of said.read(piece)) hear(frame).catch(leave);
    });
    client.on('error', leave);
    client.on('close', leave);
  };

  const server = createServer(serve);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get switches() {
      return switches;
    },
    async leftovers() {
      const found = new Set<string>();
      for (const pool of await Promise.all(pools.values()))
        for (const backend of [...pool.idle]) for (const one of await leftIn(backend)) found.add(one);
      return [...found].sort();
    },
    async close() {
      for (const client of clients) client.destroy();
      server.close();
      await once(server, 'close');
      for (const pool of await Promise.all(pools.values())) for (const { socket } of pool.idle) socket.destroy();
    },
  };
}

/** What outlasts a transaction, as the session itself tells it. */
const LEFT = `SELECT 'statement ' || name AS left_over FROM pg_prepared_statements
  UNION ALL SELECT 'setting ' || name FROM pg_settings WHERE source = 'session'
  UNION ALL SELECT 'lock ' || mode FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()
  UNION ALL SELECT 'channel ' || channel FROM pg_listening_channels() AS channel
  UNION ALL SELECT 'table ' || relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'`;

async function leftIn(backend: Backend): Promise<string[]> {
  const frames = new Frames();
  const rows: string[] = [];
  await new Promise<void>((resolve, reject) => {
    backend.onData = (piece) => {
      for (const { type, whole } of frames.read(piece)) {
        // One column: its number of columns and its length come first.
        if (type === 'D') rows.push(whole.toString('utf8', 11));
        else if (type === 'E') reject(new Error(whole.toString('utf8', 5)));
        else if (type === 'Z') resolve();
      }
    };
    backend.socket.write(message('Q', Buffer.from(`${LEFT}\0`)));
  });
  backend.onData = undefined;
  return rows;
}
