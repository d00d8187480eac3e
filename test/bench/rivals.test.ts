import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareStores } from '../../bench/rivals/compare.ts';
import { inBatches, oneByOne, start } from '../../bench/rivals/contenders.ts';
import { barPlot } from '../../bench/rivals/picture.ts';
import { benchPrimarySeed, benchSeed } from '../../scripts/fixtures/bench-seed.ts';
import { type FakeStore, startFakeStore } from '../../src/fake-store/index.ts';

const ORDERS = 12;
const NOTHING = { doubled: 0, lost: 0, differ: 0 };

test.each([oneByOne, inBatches])(
  '$name: copies every order and payment when nothing is killed, and none a second time',
  async (script) => {
    await withStores(async ({ primary, secondary, run }) => {
      expect(await run(script)).toBe(0);
      expect(compareStores(contentsOf(secondary), contentsOf(primary))).toEqual({ orders: NOTHING, payments: NOTHING });
      expect(primary.orders()).toHaveLength(ORDERS);
      expect(primary.payments()).toHaveLength(ORDERS);
      const writes = primary.requests.filter(({ write }) => write).length;
      expect(await run(script)).toBe(0);
      expect(primary.requests.filter(({ write }) => write)).toHaveLength(writes);
      expect(secondary.requests.filter(({ write }) => write)).toEqual([]);
    });
  },
);

test('what is doubled, lost or different is read from the stores', async () => {
  await withStores(async ({ primary, secondary, run }) => {
    await run(inBatches);
    const [first, second, third, fourth] = primary.payments();
    if (first === undefined || second === undefined || third === undefined || fourth === undefined)
      throw new RangeError('Too few payments');
    const { OrderID, AmountPaid, PaymentMethodName, DatePaid } = first;
    primary.panel.addPayment({ OrderID, AmountPaid, PaymentMethodName, DatePaid });
    primary.panel.removePayment(second.PaymentID);
    primary.panel.changePayment(third.PaymentID, { AmountPaid: '0.01' });
    primary.panel.changePayment(fourth.PaymentID, { DatePaid: '2026-01-01 00:00:00' });
    primary.panel.removeOrder('W1012');
    primary.panel.changeOrder('W1011', { CompleteStatus: 'Incomplete' });
    primary.panel.addOrder({ OrderID: 'N9', OrderLine: [] });
    expect(compareStores(contentsOf(secondary), contentsOf(primary))).toEqual({
      orders: { doubled: 1, lost: 1, differ: 1 },
      payments: { doubled: 1, lost: 2, differ: 2 },
    });
  });
});

test('the picture draws each bar to the scale of its panel, and can be read on light and dark ground', () => {
  const picture = barPlot([
    {
      title: 'Requests',
      bars: [
        { name: 'slow', value: 6 },
        { name: 'none', value: 0 },
        { name: 'this', value: 1.5 },
      ],
    },
  ]);
  expect(
    [...picture.matchAll(/<rect class="(bar|last)" x="\d+" y="\d+" width="(\d+)"/g)].map(([, , width]) =>
      Number(width),
    ),
  ).toEqual([360, 1, 90]);
  expect(picture).toContain('prefers-color-scheme: dark');
  expect(picture).toContain('<title>Requests: slow 6, none 0, this 1.50</title>');
});

interface Stores {
  readonly primary: FakeStore;
  readonly secondary: FakeStore;
  /** @returns its exit code */
  run(script: typeof oneByOne): Promise<number | null>;
}

async function withStores(work: (stores: Stores) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rivals-'));
  const primary = await startFakeStore({ seed: benchPrimarySeed(), apiKey: 'benchmark-key' });
  const secondary = await startFakeStore({ seed: benchSeed(ORDERS), apiKey: 'benchmark-key' });
  const run = async (script: typeof oneByOne) => {
    const { code, notes } = await start(script, { primary: primary.url, secondary: secondary.url, folder, ahead: 0 })
      .ended;
    expect(notes).toBe('');
    return code;
  };
  try {
    await work({ primary, secondary, run });
  } finally {
    await primary.close();
    await secondary.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function contentsOf(store: FakeStore): Parameters<typeof compareStores>[0] {
  return { orders: store.orders(), payments: store.payments() };
}
