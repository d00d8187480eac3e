import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { runProgram } from '../cli/program.ts';
import { heldIn } from '../rules/support/two-stores.ts';
import { DAY, named, type Proven, paidOrder, west, withProof } from './support/proven.ts';

async function accept({ home, pipeline }: Proven, id: string, ...words: string[]) {
  await pipeline();
  const { code, stderr } = await runProgram(
    ['quarantine', 'accept', 'pipeline.yaml', id, '--reason', 'agreed', ...words],
    { folder: home, environment: { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: home } },
  );
  expect(stderr).toBe('');
  expect(code).toBe(0);
}

const lines = (Quantity: number, UnitPrice: string) => ({ OrderLine: [{ SKU: 'MUG', Quantity, UnitPrice }] });

/** Staff change the line of the copy, the daily look finds it, and a person accepts it. */
async function acceptedLine(stores: Proven): Promise<void> {
  await stores.proving();
  stores.main.panel.changeOrder('W1', lines(2, '10.00'));
  stores.later(DAY);
  expect(heldIn(await stores.proving())).toEqual(['orders N1: copy-changed']);
  await accept(stores, 'N1');
}

/** Bits of the number that says how a record stands. */
const OPEN_TO_BOTH = (1 << 8) | (1 << 9);

/** As a version left it that kept no more than that something was accepted, with what this one makes of that. */
function forgetWhat({ ledgerFile }: Proven): void {
  const database = new DatabaseSync(ledgerFile);
  database.exec(`UPDATE finding SET seen = NULL; UPDATE record SET accepted_as = NULL;
    UPDATE record SET accepted_as = '[]', stands = stands | ${OPEN_TO_BOTH} WHERE EXISTS (
      SELECT 1 FROM audit WHERE audit.store = record.store AND audit.entity = record.entity
        AND audit.source_id = record.source_id AND audit.event = (SELECT id FROM word WHERE text = 'accepted'))`);
  database.close();
}

describe('what a person accepted of a copy covers what was seen then', () => {
  test('and the same is not told again, by look or proof', () =>
    withProof({ orders: [paidOrder('N1')] }, async (stores) => {
      await acceptedLine(stores);
      for (const _ of [1, 2]) {
        stores.later(DAY);
        const summary = await stores.proving();
        expect(heldIn(summary)).toEqual([]);
        expect(named(west(summary.proof))).toEqual([]);
        expect(west(summary.proof).labels).toEqual({ decided: 4 });
      }
    }));

  test('and another field that staff change later is quarantined by the next look, naming that one alone', () =>
    withProof({ orders: [paidOrder('N1')] }, async (stores) => {
      await acceptedLine(stores);
      stores.main.panel.changeOrder('W1', { DateInvoiced: '2026-07-14' });
      stores.later(DAY);
      const { quarantine } = await stores.proving();
      expect(quarantine.map(({ code }) => code)).toEqual(['copy-changed']);
      expect(quarantine[0]?.reason).toMatch(/invoice date is 2026-07-14, and was 2026-07-10$/);
      expect(quarantine[0]?.reason).not.toContain('unit price');
      await accept(stores, 'N1');
      stores.later(DAY);
      const summary = await stores.proving();
      expect([heldIn(summary), named(west(summary.proof))]).toEqual([[], []]);
    }));

  test('nor another value of the same field', () =>
    withProof({ orders: [paidOrder('N1')] }, async (stores) => {
      await acceptedLine(stores);
      stores.main.panel.changeOrder('W1', lines(2, '9.00'));
      stores.later(DAY);
      const { quarantine } = await stores.proving();
      expect(quarantine[0]?.reason).toMatch(/total is 18\.00, and was 22\.00.*unit price is 9\.00/);
    }));

  test('and the proof, before any look, names another field as unexplained', () =>
    withProof({ orders: [paidOrder('N1')] }, async (stores) => {
      await acceptedLine(stores);
      stores.main.panel.changeOrder('W1', { DateInvoiced: '2026-07-14', OrderTax: '0.10' } as never);
      const { proof } = await stores.proving({ proof: 'now' });
      expect(named(west(proof)).sort()).toEqual(['different order W1 day', 'different order W1 gst']);
    }));

  test('also of a payment', () =>
    withProof({ orders: [paidOrder('N1')] }, async (stores) => {
      await stores.proving();
      const [payment] = stores.main.payments('W1');
      const id = payment?.PaymentID ?? '';
      stores.main.panel.changePayment(id, { PaymentMethodName: 'Credit Card' } as never);
      stores.later(DAY);
      expect(heldIn(await stores.proving())).toEqual(['payments 1: payment-copy-changed']);
      await accept(stores, '1', '--entity', 'payments');
      stores.later(DAY);
      const still = await stores.proving();
      expect([heldIn(still), named(west(still.proof))]).toEqual([[], []]);
      stores.main.panel.changePayment(id, { DatePaid: '2026-07-13 02:00:00' } as never);
      const { proof } = await stores.proving({ proof: 'now' });
      expect(named(west(proof))).toEqual(['different payment W1 paid-on']);
      stores.later(DAY);
      const { quarantine } = await stores.proving();
      expect(quarantine[0]?.reason).toMatch(/date is 2026-07-13/);
      expect(quarantine[0]?.reason).not.toContain('method');
    }));
});

test('what was accepted in an earlier version stays accepted as it is first seen, and what changes later is told', () =>
  withProof({ orders: [paidOrder('N1')] }, async (stores) => {
    await acceptedLine(stores);
    forgetWhat(stores);
    stores.later(DAY);
    const first = await stores.proving();
    expect([heldIn(first), named(west(first.proof))]).toEqual([[], []]);
    stores.main.panel.changeOrder('W1', { DateInvoiced: '2026-07-14' });
    expect(named(west((await stores.proving({ proof: 'now' })).proof))).toEqual(['different order W1 day']);
    stores.later(DAY);
    expect(heldIn(await stores.proving())).toEqual(['orders N1: copy-changed']);
  }));
