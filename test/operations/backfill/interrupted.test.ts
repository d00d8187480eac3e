import { describe, expect, test } from 'vitest';
import { documents } from '../../../src/cli/documents/index.ts';
import { parseLocalDate } from '../../../src/model/time.ts';
import { backfill } from '../../../src/operations/backfill/backfill.ts';
import type { BackfillEvent } from '../../../src/operations/backfill/options.ts';
import { startProgram } from '../../cli/program.ts';
import { type FeedingStores, withFeedingStores } from '../../rules/support/feeding-stores.ts';
import { openLedger } from '../../support/open-ledger.ts';
import { primary, threeMonths, west } from './old-orders.ts';

const PER_MONTH = 8;
const words = 'backfill pipeline.yaml --store west --from 2026-04-01 --to 2026-06-30 --yes --output json'.split(' ');

function start(stores: FeedingStores) {
  const environment = { PRIMARY_KEY: 'primary-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.folder };
  return startProgram(words, { folder: stores.folder, environment });
}

async function slices({ folder }: FeedingStores) {
  const ledger = openLedger(`${folder}/ledger.db`);
  try {
    return await ledger.historySlices();
  } finally {
    await ledger.close();
  }
}

describe('a back-fill', { timeout: 120_000 }, () => {
  test('that is killed in the middle goes on where it was, and copies nothing twice', () =>
    withFeedingStores({ primary, feeders: [west(threeMonths(PER_MONTH))] }, async (stores) => {
      const first = start(stores);
      // In the second slice, with an order on its way.
      stores.primary.faults.next = ({ action }) => {
        const copied = stores.primary.orders().filter(({ OrderID }) => OrderID.startsWith('W')).length;
        if (action === 'AddOrder' && copied >= PER_MONTH + 3) first.process.kill('SIGKILL');
        return undefined;
      };
      expect((await first.ended).signal).toBe('SIGKILL');
      stores.primary.faults.next = undefined;
      expect((await slices(stores)).map(({ from, finishedAt }) => [from, finishedAt !== null])).toEqual([
        ['2026-04-01', true],
        ['2026-05-01', false],
      ]);

      const second = await start(stores).ended;
      const report = JSON.parse(second.stdout);
      expect(documents['backfill']?.parse(report)).toEqual(report);
      expect(report.slices.map(({ state }: { state: string }) => state)).toEqual(['done-before', 'done', 'done']);
      // A write that was cut off counts as absent only some minutes later: an ordinary run settles it then.
      const later = (seconds: number) => {
        stores.primary.switches.currentTimeOffset = seconds;
        return stores.run({ now: () => Date.now() + seconds * 1000 });
      };
      await later(200);
      const last = await later(700);
      expect(last).toMatchObject({ status: 'good', quarantine: [], differences: [] });
      const copies = stores.primary.orders().filter(({ OrderID }) => OrderID.startsWith('W'));
      expect(copies).toHaveLength(3 * PER_MONTH + 1);
      expect(
        stores.primary
          .payments()
          .map(({ OrderID }) => OrderID)
          .sort(),
      ).toEqual(copies.map(({ OrderID }) => OrderID).sort());
    }));

  test('lets a run that it turned away have its turn in the middle of a slice, and goes on afterwards', () =>
    withFeedingStores({ primary, feeders: [west(threeMonths(20))] }, async (stores) => {
      const events: BackfillEvent[] = [];
      let turned = 0;
      let turn: Promise<unknown> | undefined;
      // A schedule: it starts, is refused, and comes again at its next start.
      const schedule = async (): Promise<unknown> => {
        for (;;) {
          try {
            return await stores.run();
          } catch (error) {
            expect(error).toMatchObject({ code: 'pipeline-locked' });
            turned += 1;
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
        }
      };
      stores.primary.faults.next = ({ action }) => {
        if (action === 'AddOrder') turn ??= schedule();
        return undefined;
      };
      const from = parseLocalDate('2026-04-01');
      const to = parseLocalDate('2026-06-30');
      if (from === undefined || to === undefined) throw new RangeError('no days');
      const report = await backfill({
        pipeline: await stores.pipeline(),
        home: stores.folder,
        store: 'west',
        from,
        to,
        yes: true,
        yieldAfter: 0,
        makeRoomFor: 60_000,
        tell: (event) => events.push(event),
      });
      await turn;
      expect(turned).toBeGreaterThan(0);
      const kinds = events.map(({ kind }) => kind);
      expect(kinds.indexOf('waits')).toBeLessThan(kinds.indexOf('slice-done'));
      // The ordinary run came in between: it copied July's order before the back-fill had begun with June.
      const order = stores.primary.orders().map(({ OrderID }) => OrderID);
      expect(order.indexOf('W9000')).toBeLessThan(order.indexOf('W3000'));
      expect(report.slices.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
      expect(order.filter((id) => id.startsWith('W'))).toHaveLength(61);
    }));

  test('sends the primary no more requests a minute than it is told to', () =>
    withFeedingStores({ primary, feeders: [west(threeMonths(1))] }, async (stores) => {
      const limits: string[] = [];
      const from = parseLocalDate('2026-04-01');
      const to = parseLocalDate('2026-04-30');
      if (from === undefined || to === undefined) throw new RangeError('no days');
      const controller = new AbortController();
      await backfill({
        pipeline: await stores.pipeline(),
        home: stores.folder,
        store: 'west',
        from,
        to,
        yes: true,
        maxPerMinute: 3,
        signal: controller.signal,
        progress(event) {
          if (event.kind !== 'wait' || event.wait.reason !== 'rate-limit') return;
          limits.push(event.wait.store);
          controller.abort('SIGTERM');
        },
      }).catch(() => {});
      expect(limits).toContain('primary');
      expect(stores.primary.requests.length).toBeLessThanOrEqual(3);
    }));
});
