import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A gift voucher, as the store behind this server keeps it. */
export interface StoredVoucher {
  readonly VoucherID: string;
  readonly Code: string;
  readonly Value: string;
  readonly DateIssued: string;
  readonly Notes: string;
  /** When it is shown to have changed, as Neto writes moments: `2026-07-10 02:00:00`. */
  readonly DateUpdatedUTC: string;
}

export interface VoucherStore {
  readonly url: string;
  readonly vouchers: Map<string, StoredVoucher>;
  /** Codes of which `AddVoucher` complains. */
  readonly refused: Set<string>;
  /** What was asked for, `GetVoucher` and `AddVoucher` alone. */
  readonly asked: string[];
  /** What is stored instead of what was sent, for a primary that alters. */
  alter: (sent: StoredVoucher) => StoredVoucher;
  /** Answers of the next writes that get lost on their way, after their effect. */
  lose: number;
  close(): Promise<void>;
}

type Body = Readonly<Record<string, unknown>>;

/** Stands before a store, which it asks for everything that is no voucher, and keeps vouchers of its own. */
export async function startVoucherStore(target: string, now: () => number): Promise<VoucherStore> {
  const store: Omit<VoucherStore, 'url' | 'close'> = {
    vouchers: new Map(),
    refused: new Set(),
    asked: [],
    alter: (sent) => sent,
    lose: 0,
  };
  const server = createServer(async (request, response) => {
    const text = await bodyOf(request);
    const action = String(request.headers['netoapi_action']);
    if (action !== 'GetVoucher' && action !== 'AddVoucher') {
      const answer = await fetch(`${target}${request.url}`, {
        method: 'POST',
        headers: headersOf(request),
        body: text,
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
      return;
    }
    store.asked.push(action);
    const body = JSON.parse(text.toString()) as Body;
    const CurrentTime = stamp(now());
    const answer = action === 'GetVoucher' ? list(store, body) : add(store, body, CurrentTime);
    if (action === 'AddVoucher' && store.lose > 0) {
      store.lose -= 1;
      request.socket.destroy();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ CurrentTime, ...answer }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(store, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

/** As Neto writes moments. */
export function stamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}

function list({ vouchers }: Pick<VoucherStore, 'vouchers'>, { Filter }: Body): Body {
  const { VoucherID, DateUpdatedFrom, DateUpdatedTo, Page = '0', Limit = '50' } = Filter as Record<string, unknown>;
  const ids = VoucherID === undefined ? undefined : new Set([VoucherID].flat().map(String));
  const found = [...vouchers.values()].filter(
    (one) =>
      (ids?.has(one.VoucherID) ?? true) &&
      (DateUpdatedFrom === undefined || one.DateUpdatedUTC >= String(DateUpdatedFrom)) &&
      (DateUpdatedTo === undefined || one.DateUpdatedUTC <= String(DateUpdatedTo)),
  );
  const start = Number(Page) * Number(Limit);
  return { Ack: 'Success', Voucher: found.slice(start, start + Number(Limit)) };
}

function add(store: Pick<VoucherStore, 'vouchers' | 'refused' | 'alter'>, body: Body, at: string): Body {
  const sent = [body['Voucher']].flat() as StoredVoucher[];
  const taken = sent.filter(({ Code }) => !store.refused.has(Code));
  for (const one of taken) store.vouchers.set(one.VoucherID, store.alter({ ...one, DateUpdatedUTC: at }));
  const complaints = sent
    .filter(({ Code }) => store.refused.has(Code))
    .map(({ Code }) => ({
      Message: 'Invalid voucher',
      Description: `Code ${Code} is not valid`,
      SeverityCode: 'Error',
    }));
  return {
    Ack: complaints.length === 0 ? 'Success' : 'Error',
    Voucher: taken.map(({ VoucherID }) => ({ VoucherID })),
    ...(complaints.length === 0 ? {} : { Messages: { Error: complaints } }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const own = ['host', 'connection', 'content-length'];
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' && !own.includes(name) ? [[name, value]] : [],
    ),
  );
}
