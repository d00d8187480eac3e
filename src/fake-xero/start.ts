import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { z } from 'zod';
import { Books } from './books/books.ts';
import { Connector } from './connector/connector.ts';
import type { ConnectorOptions } from './connector/connector-options.ts';
import { controlOf } from './control/control.ts';
import { serveControl } from './control/serve-control.ts';
import type { FakeXero, FakeXeroOptions } from './fake-xero.ts';
import { type Faults, plannedFault, plannedFaultSchema } from './faults/faults.ts';
import { plainApp, plainWebApp } from './identity/apps.ts';
import { Identity } from './identity/identity.ts';
import { Limits, plainLimits } from './limits.ts';
import type { JournalEntry } from './server/journal.ts';
import { type Served, serve } from './server/serve.ts';
import { Timers } from './server/timers.ts';
import { checkedSwitches, readSwitches } from './switches.ts';

const LOOPBACK = '127.0.0.1';

/** Starts an organisation on this machine, with servers for identity, API and control. Nothing outside can reach them. */
export async function startFakeXero(options: FakeXeroOptions = {}): Promise<FakeXero> {
  const { apps = [plainApp, plainWebApp], ports = {}, clock = Date.now } = options;
  let ahead = 0;
  const now = (): number => clock() + ahead;
  const switches = readSwitches(options.switches);
  const books = new Books(options.organisation ?? {}, switches, now);
  const identity = new Identity(apps, now);
  const limits = new Limits({ ...plainLimits, ...options.limits }, switches, now);
  const timers = new Timers();
  const faults: Faults = {};
  const plans: z.output<typeof plannedFaultSchema>[] = [];
  const journal: JournalEntry[] = [];
  const violations: JournalEntry[] = [];
  const served: Served = {
    books,
    identity,
    limits,
    faults,
    planned: (request) => plannedFault(plans, request),
    journal,
    violations,
    later: (milliseconds, work) => timers.later(milliseconds, work),
  };
  const control = controlOf(books);
  const app = (clientId: string) => {
    const found = apps.find((one) => one.clientId === clientId);
    if (found === undefined) throw new Error(`The fake Xero has no app ${clientId}`);
    return found;
  };
  const beside = {
    planFault: (plan: unknown): void => void plans.push(plannedFaultSchema.parse(plan)),
    secrets: () => identity.secrets(),
    consent(clientId: string, scopes?: readonly string[]): string {
      const one = app(clientId);
      return identity.consent(one, scopes ?? one.scopes, one.redirectUri ?? '');
    },
    refuseConsent(): void {
      identity.consents = false;
    },
    disconnect: (): void => identity.disconnect(),
    reconnect(): void {
      identity.isConnected = true;
    },
    useUp: (window: 'minute' | 'day', left?: number): void => limits.useUp(window, left),
    setLimits(changes: Partial<typeof plainLimits>): void {
      limits.settings = { ...limits.settings, ...changes };
    },
    advance(seconds: number): void {
      ahead += seconds * 1000;
    },
    now,
    clearRequests(): void {
      journal.length = 0;
    },
  };
  let connector: Connector | undefined;
  const connect = (given: ConnectorOptions): Connector => {
    connector = new Connector(books, given);
    return connector;
  };
  const connected = (): Connector => {
    if (connector === undefined) throw new Error('No primary is connected to the fake Xero: POST /connect first');
    return connector;
  };
  const servers = {
    identity: serve('identity', served),
    api: serve('api', served),
    control: serveControl({
      ...control,
      ...beside,
      connect: (given: ConnectorOptions): void => void connect(given),
      exportNow: () => connected().run(),
      exportLog: () => connected().log(),
      hold: (id: string) => connected().hold(id),
      release: (id: string) => connected().release(id),
      forget: (id: string) => connected().forget(id),
      requests: () => journal,
      violations: () => violations,
      setSwitches: (changes: Record<string, unknown>) => Object.assign(switches, checkedSwitches(changes)),
    }),
  };
  const close = async (): Promise<void> => {
    timers.clear();
    await Promise.all(Object.values(servers).map(closeServer));
  };
  try {
    await Promise.all([
      listen(servers.identity, ports.identity),
      listen(servers.api, ports.api),
      listen(servers.control, ports.control),
    ]);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    identityUrl: urlOf(servers.identity),
    apiUrl: urlOf(servers.api),
    controlUrl: urlOf(servers.control),
    apps,
    requests: journal,
    violations,
    switches,
    faults,
    control,
    connect,
    ...beside,
    get tokensIssued() {
      return identity.tokensIssued;
    },
    close,
  };
}

async function listen(server: Server, port = 0): Promise<void> {
  // A client's kept-open connection may idle as long as it likes; closing the fake ends it.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, resolve);
  });
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function urlOf(server: Server): string {
  return `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`;
}
