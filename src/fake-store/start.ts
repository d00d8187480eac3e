import type { AddressInfo } from 'node:net';
import { copyOf } from './copy-of.ts';
import type { FakeStore, FakeStoreOptions } from './fake-store.ts';
import type { Faults } from './faults.ts';
import { noJournal, openJournal } from './journal.ts';
import { loadSeed } from './load-seed.ts';
import { panelOf } from './panel.ts';
import { readSeed } from './seed.ts';
import { serve } from './server.ts';
import { StoreState } from './state.ts';
import { readSwitches } from './switches.ts';

const LOOPBACK = '127.0.0.1';

function openState(options: FakeStoreOptions, clock: () => number): StoreState {
  const state = new StoreState(readSeed(options.seed), readSwitches(options.switches), clock);
  const journal = options.dataFile === undefined ? noJournal(state.now()) : openJournal(options.dataFile, state.now());
  try {
    loadSeed(state, journal.begun);
    journal.replay((entry) => state.replay(entry));
  } catch (error) {
    journal.close();
    throw error;
  }
  state.attach(journal);
  return state;
}

/** Starts a store on this machine. Nothing outside of it can reach the store. */
export async function startFakeStore(options: FakeStoreOptions): Promise<FakeStore> {
  const { host = LOOPBACK } = options;
  if (host !== LOOPBACK) {
    throw new Error(`A fake store listens on ${LOOPBACK} only, because it guards nothing: ${host} is refused`);
  }
  if (options.apiKey.trim() === '') throw new Error('A fake store needs an API key');
  const clock = options.clock ?? Date.now;
  const state = openState(options, clock);
  const faults: Faults = {};
  const { server, requests, timers } = serve(state, options, faults, clock);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port ?? 0, LOOPBACK, resolve);
    });
  } catch (error) {
    state.close();
    throw error;
  }
  // A client's kept-open connection may idle as long as it likes; closing the store ends it.
  server.keepAliveTimeout = 0;
  const { port } = server.address() as AddressInfo;
  return {
    name: state.config.name,
    url: `http://${LOOPBACK}:${port}`,
    requests,
    mails: state.mails,
    stockMoves: state.stockMoves,
    switches: state.switches,
    faults,
    panel: panelOf(state),
    orders: () => copyOf([...state.orders()]),
    order: (id) => copyOf(state.order(id)),
    payments: (orderId) => copyOf([...(orderId === undefined ? state.payments() : state.paymentsOf(orderId))]),
    rmas: () => copyOf([...state.rmas()]),
    customers: () => copyOf([...state.customers()]),
    items: () => copyOf([...state.items()]),
    clearLogs() {
      requests.length = 0;
      state.clearLogs();
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      if (!server.listening) return;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      state.close();
    },
  };
}
