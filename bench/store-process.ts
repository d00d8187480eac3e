import { benchPrimarySeed, benchSeed } from '../scripts/fixtures/bench-seed.ts';
import { mixedSeed, tradeOn } from '../scripts/fixtures/mixed-trade.ts';
import { type FakeStore, type Seed, startFakeStore } from '../src/fake-store/index.ts';
import { type StoreCommand, type StoreTally, tell } from './messages.ts';

/**
 * A fake store in a process of its own: `store-process.ts <primary | secondary | mixed> <orders> <milliseconds its clock is ahead> <latency> [<days>]`,
 * the orders placed in the days up to yesterday where these are given.
 */
const DAY = 86_400_000;
const [role, orders = '0', milliseconds = '0', latency = '0', days] = process.argv.slice(2);
const trade = days === undefined ? undefined : { from: Date.now() - (Number(days) + 2) * DAY, days: Number(days) };
/** What a store needs for each record of a write, in milliseconds. */
const PER_RECORD = 20;
let ahead = Number(milliseconds);
const store = await startFakeStore({
  seed: seedOf(role, Number(orders)),
  apiKey: 'benchmark-key',
  clock: () => Date.now() + ahead,
});

const MINUTE = 60_000;
/** When each request came. */
const cameAt: number[] = [];
const awaited: [from: number, to: number][] = [];
let lastWriteAt: number | undefined;
/** After how many requests it falls silent, and whether that one is done. */
let silence: { requests: number; readonly isDone: boolean } | undefined;
store.faults.next = ({ action, body }) => {
  cameAt.push(performance.now());
  if (!action.startsWith('Get')) lastWriteAt = performance.now();
  if (silence !== undefined) {
    silence.requests -= 1;
    if (silence.requests === 0) tell({ kind: 'silent' });
    if (silence.requests <= 0)
      return { kind: 'silence', when: silence.requests === 0 && silence.isDone ? 'after' : 'before' };
  }
  if (Number(latency) === 0) return undefined;
  const records = action.startsWith('Get') ? 0 : recordsIn(body);
  const took = Number(latency) + PER_RECORD * records;
  awaited.push([Date.now(), Date.now() + took]);
  return { kind: 'late', milliseconds: took };
};

process.on('message', (command: StoreCommand) => {
  if (command.kind === 'stop') {
    void store.close().then(() => process.disconnect());
    return;
  }
  if (command.kind === 'later') ahead += command.milliseconds;
  if (command.kind === 'trade-on')
    tradeOn(store, new Date(Date.now() + ahead).toISOString().slice(0, 19).replace('T', ' '));
  if (command.kind === 'fall-silent') silence = { requests: command.requests, isDone: command.isDone };
  if (command.kind === 'answer-again') silence = undefined;
  if (command.kind === 'contents')
    tell({ kind: 'contents', contents: { orders: store.orders(), payments: store.payments() } });
  else tell({ kind: 'tally', tally: tallyOf(store) });
});
// A benchmark that was killed leaves no store behind.
process.on('disconnect', () => process.exit());
tell({ kind: 'ready', url: store.url });

function seedOf(role: string | undefined, count: number): Seed {
  if (role === 'primary') return benchPrimarySeed();
  return role === 'mixed' ? mixedSeed(benchSeed(count, trade)) : benchSeed(count, trade);
}

function byMinute(): number[] {
  const minutes: number[] = [];
  for (const at of cameAt) {
    const minute = minuteOf(at);
    while (minutes.length <= minute) minutes.push(0);
    minutes[minute] = (minutes[minute] ?? 0) + 1;
  }
  return minutes;
}

/** Since the first request. */
function minuteOf(at: number): number {
  return Math.floor((at - (cameAt[0] ?? at)) / MINUTE);
}

function recordsIn(body: unknown): number {
  const lists = typeof body === 'object' && body !== null ? Object.values(body) : [];
  return Math.max(1, ...lists.map((list) => (Array.isArray(list) ? list.length : 1)));
}

function tallyOf({ requests, orders: all, payments, mails, stockMoves }: FakeStore): StoreTally {
  const actions: Record<string, number> = {};
  for (const { action } of requests) actions[action] = (actions[action] ?? 0) + 1;
  return {
    actions,
    byMinute: byMinute(),
    minuteOfLastWrite: lastWriteAt === undefined ? 0 : minuteOf(lastWriteAt),
    awaited,
    writes: requests.filter(({ write }) => write).length,
    orders: all().map(({ OrderID, GrandTotal, CompleteStatus }) => `${OrderID} ${GrandTotal} ${CompleteStatus}`),
    paidAt: payments().map(({ DatePaid }) => DatePaid),
    mails: mails.filter(({ to }) => to !== 'accounts@example.com').length,
    stockMoves: stockMoves.length,
  };
}
