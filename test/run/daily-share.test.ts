import { expect, test } from 'vitest';
import type { OrderSeed } from '../../src/fake-store/index.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from '../rules/support/two-stores.ts';
import { impatience } from '../support/impatience.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const PER_MINUTE = 48;
const QUARTER = PER_MINUTE / 4;
/** What one piece of a listing may take, however little a run has for daily work. */
const PIECE = 40;

interface Sent {
  readonly store: string;
  readonly action: string;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly at: number;
}

interface Watched extends TwoStores {
  /** With few requests a minute and few records a page, in time that passes by waiting alone. */
  limited(): Promise<{ readonly summary: RunSummary; readonly sent: readonly Sent[] }>;
  later(milliseconds: number): void;
}

const sales = Array.from({ length: 120 }, (_, index): OrderSeed => {
  const day = `2026-07-${String(8 + (index % 12)).padStart(2, '0')}`;
  const payment = { Id: String(index + 1), Amount: '11.00', PaymentType: 'Cash', DatePaid: `${day} 03:00:00` };
  return orderSeed({
    OrderID: `N${100 + index}`,
    DatePlaced: `${day} 02:00:00`,
    DateUpdated: `${day} 02:30:00`,
    DateInvoiced: day,
    OrderPayment: [payment],
  });
});

async function withLimit(use: (stores: Watched) => Promise<void>): Promise<void> {
  let now = Date.parse('2026-07-20T00:00:00Z');
  const clock = {
    now: () => now,
    async sleep(milliseconds: number) {
      now += milliseconds;
    },
  };
  const rules = { payments: { lookBackDays: 2 } };
  await withTwoStores({ orders: sales, rules, clock: () => now }, (stores) =>
    use({
      ...stores,
      async limited() {
        const sent: Sent[] = [];
        const connection = { requestsPerMinute: PER_MINUTE, pageSize: 1 };
        const summary = await stores.run({
          pipeline: await stores.pipeline({
            rules: { ...rules, ...connection },
            primary: { requestsPerMinute: PER_MINUTE },
          }),
          between: {
            ...impatience,
            clock,
            requestClock: clock,
            store: (client) =>
              new Proxy(client, {
                get(target, name) {
                  const value = Reflect.get(target, name, target);
                  if (name !== 'request') return typeof value === 'function' ? value.bind(target) : value;
                  return (action: string, body: { Filter?: Sent['filter'] }, ...rest: never[]) => {
                    sent.push({ store: target.store, action, filter: body.Filter ?? {}, at: now });
                    return target.request(action, body as never, ...rest);
                  };
                },
              }),
          },
        });
        return { summary, sent };
      },
      later(milliseconds) {
        now += milliseconds;
      },
    }),
  );
}

/** Only the daily listing asks for orders by the day they were placed. */
const isDaily = ({ action, filter }: Sent): boolean => action === 'GetOrder' && filter['DatePlacedFrom'] !== undefined;
const isWrite = ({ action }: Sent): boolean => /^(Add|Update)/.test(action);

test('daily work takes a quarter of a store’s limit in no minute more, and waits until news is loaded', async () => {
  await withLimit(async ({ run, limited, later, west }) => {
    await run();
    later(MINUTE);
    const ordinary = (await limited()).sent;
    later(DAY);
    west.panel.addOrder(
      orderSeed({
        OrderID: 'N900',
        OrderPayment: [{ Id: '900', Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-20 03:00:00' }],
      }),
    );
    const { sent, summary } = await limited();
    expect(summary.problems).toEqual([]);
    const lastWrite = sent.findLastIndex(isWrite);
    const firstDaily = sent.findIndex(isDaily);
    expect(sent[lastWrite]?.action).toBe('AddPayment');
    expect(firstDaily).toBeGreaterThan(lastWrite);
    for (const store of ['west', 'primary']) {
      const daily = sent.slice(lastWrite + 1).filter((one) => one.store === store);
      // Before them, of the daily work's kind: none. After them: what every run asks besides.
      const besides = ordinary.filter((one) => one.store === store).length;
      for (const { at } of daily) {
        const within = daily.filter((one) => one.at >= at && one.at < at + MINUTE).length;
        expect(within).toBeLessThanOrEqual(QUARTER + besides);
      }
    }
    const asked = sent.filter((one) => one.store === 'west').slice(-PIECE);
    const span = (asked.at(-1)?.at ?? 0) - (asked[0]?.at ?? 0);
    expect(span, 'as long as a quarter takes').toBeGreaterThan((PIECE / QUARTER - 2) * MINUTE);
  });
});

test('daily work that a run leaves undone goes on in the next one, and leaves nothing out', async () => {
  await withLimit(async ({ run, limited, later, west, main }) => {
    await run();
    later(DAY - 2 * MINUTE);
    // Nothing is due yet; with a day between two runs the second may ask for 20 minutes' share.
    await limited();
    later(3 * MINUTE);
    // Shows in no window: its stamp runs behind.
    west.panel.addOrder(
      orderSeed({ OrderID: 'N901', DatePlaced: '2026-07-15 02:00:00', DateUpdated: '2026-07-15 02:00:00' }),
    );
    west.panel.addPayment({
      OrderID: 'N901', AmountPaid: '11.00', PaymentMethodName: 'Cash', DatePaid: '2026-07-09 02:00:00',
    }); // biome-ignore format: a record
    west.panel.removeOrder('N159');
    west.panel.removePayment('58');
    main.panel.removePayment(main.payments('W156')[0]?.PaymentID ?? '');
    const found = new Set<string>();
    const pieces: (readonly [string, string])[] = [];
    const counts: number[] = [];
    let runs = 0;
    for (; runs < 40 && found.size < 3; runs += 1) {
      const { summary, sent } = await limited();
      expect(summary.problems).toEqual([]);
      for (const held of heldIn(summary)) found.add(held);
      const daily = sent.filter(isDaily);
      counts.push(sent.filter(({ store }) => store === 'west').length);
      const [first] = daily;
      if (first !== undefined) {
        pieces.push([String(first.filter['DatePlacedFrom']), String(daily.at(-1)?.filter['DatePlacedTo'])]);
      }
      later(MINUTE);
    }
    expect([...found].sort()).toEqual([
      'orders N159: source-gone',
      'payments 57: payment-copy-gone',
      'payments 58: payment-gone',
    ]);
    expect(main.order('W901')?.GrandTotal).toBe('11.00');
    expect(main.payments('W901').map(({ AmountPaid }) => Number(AmountPaid))).toEqual([11]);
    expect(runs).toBeGreaterThan(2);
    // Each run does one piece, or so: what all together take is never asked at once.
    expect(Math.max(...counts)).toBeLessThan(QUARTER + 2 * PIECE);
    // The second begins where the first ended.
    for (const [at, [from]] of pieces.entries()) expect(from >= (pieces[at - 1]?.[0] ?? '')).toBe(true);
    expect(new Set(pieces.map(([from]) => from)).size).toBeGreaterThan(1);
  });
});
