import { describe, expect, test } from 'vitest';
import { MOST_HISTORIES, withHistory } from '../../src/arrival/history.ts';
import type { Arrival } from '../../src/arrival/verdicts.ts';
import { planned, type Scene, withScene } from './books-on-a-socket.ts';

const plan = Array.from({ length: 15 }, (_, place) => planned(`W${101 + place}`));
const asked = ({ xero }: Scene): number => xero.requests.filter(({ path }) => path.endsWith('/History')).length;
const given = { areNamed: true, known: [], signal: undefined } as const;

async function evidence(scene: Scene, options: Partial<Parameters<typeof withHistory>[2]> = {}): Promise<Arrival[]> {
  const { arrivals } = await scene.look();
  const told = await withHistory(scene.client, arrivals, { ...given, ...options });
  return told.filter(({ verdict }) => verdict !== 'proven');
}

describe("Xero's history as evidence", () => {
  test('says who changed what differs, and when', () =>
    withScene(plan, {}, async (scene) => {
      await scene.exported();
      scene.xero.control.changeInvoice('W101', { total: '111' });
      scene.xero.control.upsertInvoice(
        { number: 'W102', contact: 'Al Other', date: '2026-11-12', total: '12' },
        'Another App',
      );
      const [person, app] = await evidence(scene);
      expect(person?.history).toEqual(['By its history in Xero: edited on 2026-11-27 20:00 UTC by A person.']);
      expect(person?.message).toContain(
        'is 110.00 in the primary, but 111.00 in Xero. By its history in Xero: edited on',
      );
      expect(app?.message).toContain('by an app ("Received through the Xero API from Another App")');
    }));

  test('says that nothing was changed there since it was made: so the primary was', () =>
    withScene([planned('W101', { later: { total: '220', gst: '20' } }), ...plan.slice(1)], {}, async (scene) => {
      await scene.exported();
      const [one] = await evidence(scene);
      expect(one?.message).toContain('nothing was changed there since it was made on 2026-11-27 20:00 UTC');
    }));

  test('names nobody where nobody may be named', () =>
    withScene(plan, {}, async (scene) => {
      await scene.exported();
      scene.xero.control.upsertInvoice(
        { number: 'W102', contact: 'Al Other', date: '2026-11-12', total: '12' },
        'Al & Co',
      );
      const [one] = await evidence(scene, { areNamed: false });
      expect(one?.history).toEqual([expect.stringMatching(/: updated on .* by an app\.$/)]);
    }));

  test('is asked for what differs alone, and for no more than a few in one look', () =>
    withScene(plan, {}, async (scene) => {
      await scene.exported();
      await evidence(scene);
      expect(asked(scene)).toBe(0);
      for (const { number } of plan) scene.xero.control.changeInvoice(number, { total: '111' });
      const told = await evidence(scene);
      expect([asked(scene), told.length]).toEqual([MOST_HISTORIES, 15]);
      expect(told.filter(({ history }) => history !== undefined)).toHaveLength(MOST_HISTORIES);
      // The next look asks for the others, and not again for these.
      const next = await evidence(scene, { known: told });
      expect([asked(scene), next.every(({ history }) => history !== undefined)]).toEqual([15, true]);
    }));

  test.each([
    ['it fails', { kind: 'status', status: 500, body: 'html' }],
    ['it may not be read', { kind: 'status', status: 401, body: 'json' }],
    ['it is not there', { kind: 'status', status: 404, body: 'text' }],
    ['the day ends', { kind: 'rate-limited', problem: 'day' }],
  ] as const)('costs the evidence alone where %s', (_what, fault) =>
    withScene(plan.slice(0, 3), {}, async (scene) => {
      await scene.exported();
      scene.xero.control.changeInvoice('W101', { total: '111' });
      scene.xero.faults.next = ({ path }) => (path.endsWith('/History') ? fault : undefined);
      const [one] = await evidence(scene);
      expect([one?.cause, one?.history]).toEqual(['total', undefined]);
    }),
  );
});

describe('the last requests of a day are left to whoever else uses the connection', () => {
  test('contacts, single numbers and history are not asked for, and what is not known is unproven', () =>
    withScene(plan.slice(0, 4), {}, async (scene) => {
      scene.neto.hold('W104');
      await scene.exported();
      scene.xero.control.changeInvoice('W101', { total: '111' });
      scene.xero.control.changeInvoice('W102', { contact: 'Somebody Else' });
      scene.xero.useUp('day', 60);
      const told = await evidence(scene);
      expect(told.map(({ number, verdict, cause }) => `${number} ${verdict} ${cause}`)).toEqual([
        'W101 different total',
        'W102 unproven not-read',
        'W104 unproven not-read',
      ]);
      const api = scene.xero.requests.filter(({ server }) => server === 'api');
      expect(api.map(({ path }) => path.split('/').at(-1))).toEqual([
        ...['Organisation', 'Invoices', 'Payments', 'CreditNotes', 'Overpayments'],
      ]);
    }));
});

describe('a payment of a day that was not read', () => {
  test('is found by its invoice, and differs by its day', () =>
    withScene([planned('W101', { paid: ['110'] }), ...plan.slice(1, 4)], {}, async (scene) => {
      await scene.exported();
      const { control } = scene.xero;
      control.deletePayment(control.payments()[0]?.id ?? '');
      control.addPayment({ document: 'W101', amount: '110', date: '2026-03-01', reference: 'early' });
      const { arrivals } = await scene.look();
      expect(arrivals.filter(({ verdict }) => verdict !== 'proven')).toMatchObject([
        { entity: 'payment', verdict: 'different', cause: 'date', xero: '2026-03-01' },
      ]);
    }));
});
