import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countsTable } from '../../src/cli/text/counts-table.ts';
import { reconcileReport } from '../../src/cli/text/reconcile-report.ts';
import type { Pipeline } from '../../src/config/pipeline.ts';
import { entities, registerEntity } from '../../src/entities/registry.ts';
import { dailyProof } from '../../src/proof/daily-proof.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import type { Reconciliation } from '../../src/reconcile/result.ts';
import { makeReport } from '../../src/report/report.ts';
import type { RunOptions } from '../../src/run/options.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { executeHere } from '../cli/execute-here.ts';
import { heldIn, orderSeed, startTwoStores, type TwoStores } from '../rules/support/two-stores.ts';
import { voucher } from './support/voucher.ts';
import { type StoredVoucher, stamp, startVoucherStore, type VoucherStore } from './support/voucher-store.ts';

/**
 * Vouchers are registered here, and nowhere else: what the program does with them it does by their definition alone.
 */
const DAY = 86_400_000;
const FILE = 'pipeline.yaml';
const { name: vouchers } = voucher;

let now = 0;
let forget: () => void = () => {};
let stores: TwoStores;
let west: VoucherStore;
let main: VoucherStore;

beforeEach(async () => {
  now = Date.parse('2026-07-12T02:00:00Z');
  forget = registerEntity(voucher);
  const clock = () => now;
  stores = await startTwoStores({ orders: [orderSeed({ OrderID: 'N100' })], clock });
  west = await startVoucherStore(stores.west.url, clock);
  main = await startVoucherStore(stores.main.url, clock);
  for (const one of sold) west.vouchers.set(one.VoucherID, one);
});

afterEach(async () => {
  forget();
  await Promise.all([west.close(), main.close()]);
  await stores.close();
});

const issued = (VoucherID: string, Value: string, changes: Partial<StoredVoucher> = {}): StoredVoucher => ({
  VoucherID,
  Code: `GIFT-${VoucherID}`,
  Value,
  DateIssued: '2026-07-10',
  Notes: 'For a birthday',
  DateUpdatedUTC: '2026-07-10 02:00:00',
  ...changes,
});
const sold = [issued('1', '50.00'), issued('2', '20.00'), issued('3', '25.50')];

async function pipeline(): Promise<Pipeline> {
  const kinds = ['products', 'customers', 'orders', 'payments', vouchers];
  const read = await stores.pipeline({ rules: { entities: kinds, url: west.url }, primary: { url: main.url } });
  return read;
}

async function run(options: Partial<RunOptions> = {}): Promise<RunSummary> {
  return stores.run({ pipeline: await pipeline(), ...options });
}

async function compareBoth(): Promise<Reconciliation> {
  return reconcile({ pipeline: await pipeline(), home: stores.home, now: () => now });
}

/** As a person types it. @returns what it prints */
async function command(...words: readonly string[]): Promise<string> {
  await pipeline();
  const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key' };
  return (await executeHere(words, { folder: stores.home, home: stores.home, environment })).stdout;
}

const countsOf = ({ stores: { west: counts } }: RunSummary) => counts?.[vouchers];
const writes = () => main.asked.filter((action) => action === 'AddVoucher').length;
const meant = (id: string) => ({
  ...sold.find(({ VoucherID }) => VoucherID === id),
  VoucherID: `WEST-${id}`,
  Notes: `Copied from west voucher ${id} by neto-consolidator`,
});

describe('an entity that a test alone has registered', { timeout: 120_000 }, () => {
  test('is copied once, in full, and counted with its money', async () => {
    const summary = await run();
    expect(heldIn(summary)).toEqual([]);
    expect(summary.status).toBe('good');
    expect(countsOf(summary)).toMatchObject({ read: 3, created: 3, pending: 0 });
    expect(summary.amounts['west']?.[vouchers]).toEqual({ created: '95.5' });
    expect([...main.vouchers.values()].map(({ DateUpdatedUTC: _, ...one }) => one)).toEqual(
      ['1', '2', '3'].map((id) => {
        const { DateUpdatedUTC: _, ...one } = meant(id) as StoredVoucher;
        return one;
      }),
    );
    expect(await stores.find(vouchers, '2')).toMatchObject({
      state: 'loaded',
      targetId: 'WEST-2',
      amount: '20',
      bookedOn: '2026-07-10',
    });
    const text = countsTable(summary, { created: 'copied' });
    expect(text).toMatch(/west +vouchers +3 +3 .* 95\.50/);
    expect(await command('status', FILE)).toMatch(/west +vouchers +3/);
    // The orders beside them are copied as ever.
    expect(await stores.find('orders', 'N100')).toMatchObject({ state: 'loaded', targetId: 'W100' });
  });

  test('is not written again by a second run, nor by a plan', async () => {
    const planned = await run({ simulate: true });
    expect(countsOf(planned)).toMatchObject({ read: 3, created: 3 });
    expect(writes()).toBe(0);
    await run();
    const written = writes();
    expect(written).toBeGreaterThan(0);
    now += 3_600_000;
    const summary = await run();
    expect(writes()).toBe(written);
    expect(countsOf(summary)?.created ?? 0).toBe(0);
    expect(main.vouchers.size).toBe(3);
  });

  test('whose answer is lost is found by a look-up, and written no second time', async () => {
    main.lose = 1;
    const summary = await run();
    expect(countsOf(summary)).toMatchObject({ created: 3, pending: 0 });
    expect(main.vouchers.size).toBe(3);
  });

  test('is quarantined where the primary refuses it, alone, and copied once that is mended', async () => {
    main.refused.add('GIFT-2');
    const summary = await run();
    expect(heldIn(summary)).toEqual(['vouchers 2: refused']);
    expect(countsOf(summary)).toMatchObject({ read: 3, created: 2, quarantined: 1 });
    expect(summary.amounts['west']?.[vouchers]).toEqual({ created: '75.5', quarantined: '20' });
    main.refused.clear();
    expect(await command('quarantine', 'list', FILE)).toContain('1 voucher');
    const retried = await command('quarantine', 'retry', FILE, '2', '--entity', vouchers);
    expect(retried).toContain('west voucher 2');
    expect(heldIn(await run())).toEqual([]);
    expect(main.vouchers.get('WEST-2')).toMatchObject({ Value: '20.00' });
  });

  test('stops by itself where the primary stores all of it otherwise than was meant', async () => {
    for (const id of ['4', '5']) west.vouchers.set(id, issued(id, '10.00'));
    main.alter = (sent) => ({ ...sent, Value: '49.99' });
    const summary = await run();
    expect(heldIn(summary)).toEqual(['1', '2', '3'].map((id) => `vouchers ${id}: read-back-differs`));
    expect(summary.quarantine[0]?.reason).toContain('value');
    // Each was written alone, and the others not at all.
    expect(main.vouchers.size).toBe(3);
    expect(summary.problems.map(({ code }) => code)).toEqual(['canary-differs']);
    expect(summary.problems[0]?.message).toContain('vouchers that were added');
    expect(summary.problems[0]?.message).toContain('The primary rounds values.');
    expect(await stores.find('orders', 'N100')).toMatchObject({ state: 'loaded' });
  });

  test('is quarantined where its source changes after the copy', async () => {
    await run();
    now += 3_600_000;
    west.vouchers.set('1', issued('1', '60.00', { DateUpdatedUTC: stamp(now - 60_000) }));
    const summary = await run();
    expect(heldIn(summary)).toEqual(['vouchers 1: changed-after-copy']);
    const undone = await command('undo', FILE, '--run', '1', '--yes');
    expect(undone).toContain('Void it in the primary.');
  });

  test('is found by the daily listing where its stamp shows late', async () => {
    await run();
    now += 12 * 3_600_000;
    await run();
    // Between two windows that were both read without it.
    west.vouchers.set('4', issued('4', '10.00', { DateUpdatedUTC: '2026-07-11 02:00:00' }));
    now += 3_600_000;
    await run();
    expect(await stores.find(vouchers, '4')).toBeNull();
    now += DAY;
    const summary = await run();
    expect(await stores.find(vouchers, '4')).toMatchObject({ state: 'loaded', targetId: 'WEST-4' });
    expect(summary.warnings.map(({ entity, code }) => `${entity} ${code}`)).toContain('vouchers shown-late');
  });

  test('is reconciled from both ends, without the ledger', async () => {
    await run();
    const agreed = await compareBoth();
    expect(agreed.differences).toEqual([]);
    expect(agreed.stores[0]?.ownRecords).toEqual([
      {
        entity: 'vouchers',
        name: 'voucher',
        records: { secondary: 3, primary: 3, difference: 0 },
        amount: { secondary: '95.5', primary: '95.5', difference: '0' },
      },
    ]);
    main.vouchers.set('WEST-1', { ...(main.vouchers.get('WEST-1') as StoredVoucher), Value: '45.00' });
    main.vouchers.delete('WEST-2');
    main.vouchers.set('9', { ...(meant('3') as StoredVoucher), VoucherID: '9' });
    main.vouchers.set('WEST-8', issued('WEST-8', '8.00', { Notes: 'Copied from west voucher 8 by neto-consolidator' }));
    main.vouchers.set('10', issued('10', '99.00', { Notes: "The primary's own" }));
    const differing = await compareBoth();
    expect(
      differing.differences.map(({ entity, kind, sourceId, field, effect }) => [
        entity,
        kind,
        sourceId,
        field,
        effect.total,
      ]),
    ).toEqual([
      ['voucher', 'different', '1', 'amount', '-5'],
      ['voucher', 'missing', '2', null, '-20'],
      ['voucher', 'doubled', '3', null, '25.5'],
      ['voucher', 'extra', '8', null, '8'],
    ]);
    expect(differing.stores[0]?.ownRecords?.[0]?.amount).toEqual({
      secondary: '95.5',
      primary: '104',
      difference: '8.5',
    });
    const text = reconcileReport(differing, FILE);
    expect(text).toMatch(/in vouchers +95\.50 +104\.00 +8\.50/);
    expect(text).toContain('missing voucher');
  });

  test('is proven once a day: what nothing explains is told, what waits for a person is not', async () => {
    main.refused.add('GIFT-2');
    await run({ prover: dailyProof });
    main.vouchers.set('WEST-1', { ...(main.vouchers.get('WEST-1') as StoredVoucher), Value: '45.00' });
    now += DAY;
    const summary = await run({ prover: dailyProof });
    const [proof] = summary.proof?.stores ?? [];
    expect(proof?.state).toBe('done');
    expect(proof?.differences.map(({ entity, kind, field, sourceId }) => [entity, kind, field, sourceId])).toEqual([
      ['voucher', 'different', 'amount', '1'],
    ]);
    expect(proof?.labels).toEqual({ quarantined: 1, unexplained: 1 });
    expect(summary.status).toBe('differences');
    main.vouchers.set('WEST-1', { ...(main.vouchers.get('WEST-1') as StoredVoucher), Value: '50.00' });
    now += DAY;
    const [mended] = (await run({ prover: dailyProof })).proof?.stores ?? [];
    expect(mended?.differences).toEqual([]);
  });

  test('is named and summed in the report', async () => {
    main.refused.add('GIFT-2');
    await run();
    const page = await makeReport({
      pipeline: await pipeline(),
      file: FILE,
      period: { from: null, to: null },
      reconciliation: await compareBoth(),
      now,
    });
    expect(page).toMatch(
      /<td>west<\/td><td>vouchers<\/td><td class="n">3<\/td><td class="n">75\.50<\/td><td class="n">20\.00<\/td>/,
    );
    expect(page).toMatch(/<td[^>]*>voucher<\/td>/);
    expect(page).toContain('in vouchers');
  });

  test('is no entity any more once it is taken out', async () => {
    forget();
    expect(entities.map(({ name }) => name)).not.toContain(vouchers);
    await expect(pipeline()).rejects.toThrow(/vouchers/);
  });
});
