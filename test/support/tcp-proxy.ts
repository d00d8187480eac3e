import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** How many pieces went to the server that hold this text; each is a request of its own as long as nobody hurries. */
  sent(text: string): number;
  /** The next request that holds this text goes there, and nobody hears what came of it: both ends are cut once it was answered. */
  loseAnswerTo(text: string): void;
  /** The next request that holds this text never gets there: both ends are cut. */
  loseRequest(text: string): void;
  /** A request takes so much longer, in milliseconds. */
  delay: number;
  /** Told of each piece before it goes to the server. */
  onRequest: ((text: string) => void) | undefined;
  cutAll(): void;
  close(): Promise<void>;
}

/** Stands between a client and a server on loopback, and passes on what each says, unless it is told to lose it. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const open = new Set<Socket>();
  const said: string[] = [];
  let losing: { readonly text: string; readonly what: 'answer' | 'request' } | undefined;
  const proxy: TcpProxy = {
    port: 0,
    sent: (text) => said.filter((one) => one.includes(text)).length,
    loseAnswerTo: (text) => {
      losing = { text, what: 'answer' };
    },
    loseRequest: (text) => {
      losing = { text, what: 'request' };
    },
    delay: 0,
    onRequest: undefined,
    cutAll: () => {
      for (const socket of open) socket.destroy();
    },
    close: async () => {
      proxy.cutAll();
      server.close();
      await once(server, 'close');
    },
  };
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    let isLost = false;
    const cut = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on('error', cut);
      socket.on('close', () => {
        open.delete(socket);
        cut();
      });
    }
    const send = (piece: Buffer): void => {
      if (proxy.delay === 0) upstream.write(piece);
      else setTimeout(() => upstream.writable && upstream.write(piece), proxy.delay);
    };
    client.on('data', (piece: Buffer) => {
      const text = piece.toString('latin1');
      said.push(text);
      proxy.onRequest?.(text);
      if (losing !== undefined && text.includes(losing.text)) {
        const { what } = losing;
        losing = undefined;
        if (what === 'request') return cut();
        isLost = true;
      }
      send(piece);
    });
    upstream.on('data', (piece: Buffer) => {
      if (isLost) cut();
      else client.write(piece);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(proxy, { port: (server.address() as AddressInfo).port });
}
