import { describe, expect, test } from 'vitest';
import { primaryThat } from './support/between-primary.ts';
import { type Keyless, type KeylessStores, keyless, withKeyless } from './support/keyless.ts';
import { decisionsOn } from './support/staff-decisions.ts';
import { heldIn } from './support/two-stores.ts';

const lies = { payments: 'add-payment', rmas: 'add-rma' } as const;

/** The first that is sent goes to W101, whatever it was sent for; all others go where they belong. */
function misplacing(entity: Keyless, more: object = {}) {
  return {
    lies: [{ on: lies[entity], field: 'OrderID', value: 'W101', records: 1, orders: ['W100'], ...more }],
  } as never;
}

/** As `west:1 W100`, of the copy that it stands on. */
function places({ main }: KeylessStores, entity: Keyless): string[] {
  const words =
    entity === 'payments'
      ? main.payments().map(({ CardAuthorisation, OrderID }) => `${CardAuthorisation.split(' ')[0]} ${OrderID}`)
      : main.rmas().map(({ PurchaseOrderNumber, OrderID }) => `${PurchaseOrderNumber} ${OrderID}`);
  return words.toSorted();
}

function misplaced({ main }: KeylessStores, entity: Keyless): string {
  const found =
    entity === 'payments'
      ? main.payments('W101').find(({ CardAuthorisation }) => CardAuthorisation.startsWith('west:1'))?.PaymentID
      : main.rmas().find(({ PurchaseOrderNumber }) => PurchaseOrderNumber === 'west:1')?.RmaID;
  return found ?? '';
}

async function untilHeld(stores: KeylessStores): Promise<string[]> {
  for (let run = 0; run < 4; run += 1) {
    const summary = await stores.later(run === 0 ? 0 : 10);
    if (summary.quarantine.length > 0) return summary.quarantine.map(({ code, reason }) => `${code}: ${reason}`);
  }
  return [];
}

describe.each(keyless)('of %s, one that the primary stores on another order', (entity) => {
  const setting = { only: entity, primarySwitches: misplacing(entity) };

  test('is quarantined with both orders named, is never sent again, and is found where staff move it', () =>
    withKeyless(
      ['11.00', '110.00'],
      async (stores) => {
        expect(await untilHeld(stores)).toEqual([
          'on-another-order: west:1 was sent for W100, and stands on W101 in the primary.',
        ]);
        const sent = stores.sent(entity);
        for (let run = 0; run < 3; run += 1) await stores.later(24 * 60);
        expect(stores.sent(entity)).toBe(sent);
        expect(places(stores, entity).filter((place) => place.startsWith('west:1 '))).toEqual(['west:1 W101']);
        const { panel } = stores.main;
        const id = misplaced(stores, entity);
        if (entity === 'payments') panel.changePayment(id, { OrderID: 'W100' });
        else panel.changeRma(id, { OrderID: 'W100' });
        await decisionsOn(stores, entity).retry('1');
        for (let run = 0; run < 4; run += 1) await stores.later(10);
        expect(heldIn(await stores.later(10)).filter((held) => held.includes(' 1:'))).toEqual([]);
        expect(stores.sent(entity)).toBe(sent);
        expect(places(stores, entity)).toContain('west:1 W100');
      },
      setting,
    ));

  test('is sent once more after staff have removed it, and not before', () =>
    withKeyless(
      ['11.00', '110.00'],
      async (stores) => {
        await untilHeld(stores);
        const decide = decisionsOn(stores, entity);
        const sent = stores.sent(entity);
        await decide.retry('1');
        for (let run = 0; run < 4; run += 1) await stores.later(10);
        expect((await decide.record('1'))?.reason, 'it stands there still').toBe('on-another-order');
        expect(stores.sent(entity)).toBe(sent);
        const { panel } = stores.main;
        if (entity === 'payments') panel.removePayment(misplaced(stores, entity));
        else panel.removeRma(misplaced(stores, entity));
        await decide.retry('1');
        for (let run = 0; run < 4; run += 1) await stores.later(10);
        expect(stores.sent(entity)).toBe(sent + 1);
        expect(places(stores, entity).filter((place) => place.startsWith('west:1 '))).toEqual(['west:1 W100']);
      },
      setting,
    ));
});

describe.each(keyless)('a primary that stores all %s on another order', (entity) => {
  test('gets no fourth one', () =>
    withKeyless(
      ['11.00', '110.00', '12.00', '13.00', '14.00', '15.00'],
      async (stores) => {
        const { problems, quarantine } = await stores.later(0);
        expect(problems.map(({ code }) => code)).toEqual(['canary-differs']);
        expect(problems[0]?.message).toContain('came back with another order');
        expect(quarantine.map(({ code }) => code)).toEqual(Array(3).fill('on-another-order'));
        // Besides that which was sent for W101 itself.
        expect(stores.sent(entity)).toBeLessThanOrEqual(4);
      },
      { only: entity, primarySwitches: { lies: [{ on: lies[entity], field: 'OrderID', value: 'W999' }] } as never },
    ));
});

test('a payment whose answer is lost, and that stands on another order, is found once it is settled', () =>
  withKeyless(
    ['11.00', '110.00'],
    async (stores) => {
      let lost = 0;
      const between = primaryThat({
        AddPayment: async (ask) => {
          const reply = await ask();
          lost += 1;
          return lost > 1 ? reply : { ...reply, ack: 'error', errors: ['Deadlock found'], body: {} };
        },
      });
      expect(heldIn(await stores.later(0, { between }))).toEqual([]);
      expect(heldIn(await stores.later(1))).toEqual([]);
      expect(heldIn(await stores.later(10))).toEqual(['payments 1: on-another-order']);
      expect(places(stores, 'payments').filter((place) => place.startsWith('west:1 '))).toEqual(['west:1 W101']);
    },
    { only: 'payments', primarySwitches: misplacing('payments') },
  ));

test('a payment that the primary stores on another order and on another day is found too', () =>
  withKeyless(
    ['11.00', '110.00'],
    async (stores) => {
      const { lies: told } = stores.main.switches;
      told.push({ on: 'add-payment', field: 'DatePaid', value: 'now', records: 1 });
      expect(await untilHeld(stores)).toEqual([
        'on-another-order: west:1 was sent for W100, and stands on W101 in the primary.',
      ]);
    },
    { only: 'payments', primarySwitches: misplacing('payments') },
  ));
