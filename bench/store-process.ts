import { benchPrimarySeed, benchSeed } from '../scripts/fixtures/bench-seed.ts';
import { type FakeStore, startFakeStore } from '../src/fake-store/index.ts';
import { type StoreCommand, type StoreTally, tell } from './messages.ts';

/** A fake store in a process of its own: `store-process.ts <role> <orders> <milliseconds its clock is ahead>`. */
const [role, orders = '0', milliseconds = '0'] = process.argv.slice(2);
let ahead = Number(milliseconds);
const store = await startFakeStore({
  seed: role === 'primary' ? benchPrimarySeed() : benchSeed(Number(orders)),
  apiKey: 'benchmark-key',
  clock: () => Date.now() + ahead,
});

process.on('message', (command: StoreCommand) => {
  if (command.kind === 'later') ahead += command.milliseconds;
  if (command.kind === 'stop') void store.close().then(() => process.disconnect());
  else tell({ kind: 'tally', tally: tallyOf(store) });
});
// A benchmark that was killed leaves no store behind.
process.on('disconnect', () => process.exit());
tell({ kind: 'ready', url: store.url });

function tallyOf({ requests, orders: all, payments, mails, stockMoves }: FakeStore): StoreTally {
  const actions: Record<string, number> = {};
  for (const { action } of requests) actions[action] = (actions[action] ?? 0) + 1;
  return {
    actions,
    writes: requests.filter(({ write }) => write).length,
    orders: all().map(({ OrderID, GrandTotal, CompleteStatus }) => `${OrderID} ${GrandTotal} ${CompleteStatus}`),
    paidAt: payments().map(({ DatePaid }) => DatePaid),
    mails: mails.filter(({ to }) => to !== 'accounts@example.com').length,
    stockMoves: stockMoves.length,
  };
}
