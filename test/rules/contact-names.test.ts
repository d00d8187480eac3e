import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CustomerSeed } from '../../src/fake-store/index.ts';
import { impatience } from '../support/impatience.ts';
import { listening } from './support/listening.ts';
import { heldIn, orderSeed, type Setting, type TwoStores, withTwoStores } from './support/two-stores.ts';

const DAY = 86_400_000;
const HELD = 'contact-shared';

interface Name {
  readonly first?: string;
  readonly last?: string;
  readonly company?: string;
}

const account = (Username: string, EmailAddress: string, { first, last, company }: Name, at = '2026-05-01 00:00:00'): CustomerSeed => ({
  Username, EmailAddress, DateUpdated: at,
  BillingAddress: { BillFirstName: first ?? '', BillLastName: last ?? '', BillCompany: company ?? '' },
}); // biome-ignore format: a table

const order = (OrderID: string, { first, last, company }: Name, more = {}) =>
  orderSeed({
    OrderID, Username: `user-${OrderID}`, Email: `${OrderID}@example.com`, BillFirstName: first ?? '',
    BillLastName: last ?? '', BillCompany: company ?? '', ...more,
  }); // biome-ignore format: a table

const zeb = { first: 'Zebediah', last: 'Quince' };

function settingOf(main: readonly CustomerSeed[], orders: Setting['orders'], more: Partial<Setting> = {}) {
  let now = Date.parse('2026-07-20T00:00:00Z');
  const rules = { customers: { policy: 'match' } };
  const setting = {
    guards: { contacts: 'hold' },
    rules,
    orders,
    main: { customers: [...main] },
    clock: () => now,
    ...more,
  };
  return { setting: setting as Setting, later: (milliseconds: number) => (now += milliseconds) };
}

interface Asked {
  readonly from: string | undefined;
}

/** How often, and since when, the primary is asked what its accounts are called. */
function watched(stores: TwoStores) {
  const { said, between } = listening();
  return {
    run: async (options: Parameters<TwoStores['run']>[0] = {}) => {
      said.length = 0;
      const summary = await stores.run({ between, ...options });
      return { summary, asked: askedIn(said) };
    },
  };
}

function askedIn(said: ReturnType<typeof listening>['said']): Asked[] {
  return said.flatMap(({ action, body }) => {
    const { Filter = {} } = JSON.parse(body) as { Filter?: Record<string, string> };
    return action === 'GetCustomer' && Filter['DateUpdatedFrom'] !== undefined
      ? [{ from: Filter['DateUpdatedFrom'] }]
      : [];
  });
}

const codes = ({ warnings }: { readonly warnings: readonly { readonly code: string }[] }) =>
  warnings.map(({ code }) => code).filter((code) => code.startsWith('contact'));

describe('guards.contacts takes two accounts for one contact as Xero would', () => {
  test.each<[string, Name, Name]>([
    ['one first and last name', zeb, { first: ' ZEBEDIAH', last: 'Quince.' }],
    ['one company name', { ...zeb, company: 'Acme Pty. Ltd' }, { first: 'Jo', last: 'Doe', company: 'ACME PTY LTD' }],
    ['a company called as a person', { company: 'Zebediah Quince' }, zeb],
    ['a person called as a company', zeb, { first: 'Jo', last: 'Doe', company: 'zebediah quince' }],
  ])('%s: quarantined beside an account of the primary, and told by a plan', async (_, there, here) => {
    const accounts = [
      account('own', 'own@example.com', there),
      account('other', 'x@example.com', { first: 'Al', last: 'Ba' }),
    ];
    const orders = [order('N1', here), order('N2', { first: 'Ann', last: 'Lee' })];
    const { setting } = settingOf(accounts, orders);
    await withTwoStores(setting, async (stores) => {
      const plan = await stores.plan();
      const summary = await stores.run();
      expect(heldIn(plan)).toEqual([`orders N1: ${HELD}`]);
      expect(heldIn(summary)).toEqual([`orders N1: ${HELD}`]);
      expect(summary.quarantine[0]?.reason).not.toMatch(/quince|acme|doe/i);
      expect(stores.main.orders().map(({ OrderID }) => OrderID)).toEqual(['W2']);
    });
  });

  test('a company beside the same person without one, another company, or no name at all are others', async () => {
    const accounts = [
      account('a', 'a@example.com', { ...zeb, company: 'Acme' }),
      account('b', 'b@example.com', { ...zeb, company: 'Bolt' }),
      account('c', 'c@example.com', {}),
      account('d', 'd@example.com', { first: '.', last: '.' }),
    ];
    const orders = [order('N1', zeb), order('N2', { ...zeb, company: 'Cole' }), order('N3', {}), order('N4', {})];
    const { setting } = settingOf(accounts, orders);
    await withTwoStores(setting, async ({ run }) => expect(heldIn(await run())).toEqual([]));
  });

  test('nobody is taken for a double of the account that the policy gives them', async () => {
    const orders = [order('N1', zeb), order('N2', { first: 'Ann', last: 'Lee' })];
    const { setting, later } = settingOf([account('zeb', 'n1@EXAMPLE.com', zeb)], orders);
    await withTwoStores(setting, async (stores) => {
      expect(heldIn(await stores.run())).toEqual([]);
      later(DAY);
      const stamp = { DateUpdated: '2026-07-20 20:00:00', DatePlaced: '2026-07-20 19:00:00' };
      stores.west.panel.addOrder(
        order('N3', { first: 'Ann', last: 'Lee' }, { Username: 'user-N2', Email: '', ...stamp }),
      );
      expect(heldIn(await stores.run())).toEqual([]);
      expect(stores.main.order('W1')?.Username).toBe('zeb');
      expect(stores.main.order('W3')?.Username).toBe(stores.main.order('W2')?.Username);
    });
  });

  test('all orders of one who would be taken for somebody else are quarantined, and none of a third one', async () => {
    const same = { Username: 'zeb', Email: 'zeb@example.com' };
    const ann = { first: 'Ann', last: 'Lee' };
    const own = { Username: 'ann', Email: 'ann@example.com' };
    const orders = [
      order('N1', zeb, same),
      order('N2', ann, own),
      order('N3', zeb, same),
      order('N4', zeb),
      order('N5', ann, own),
      order('N6', zeb, same),
    ];
    const { setting } = settingOf([], orders);
    await withTwoStores(setting, async ({ run }) => {
      const summary = await run();
      expect(heldIn(summary)).toEqual(['N1', 'N3', 'N4', 'N6'].map((id) => `orders ${id}: ${HELD}`));
      const beside = (id: string) => summary.quarantine.find(({ sourceId }) => sourceId === id)?.reason;
      expect(beside('N3')).toContain('west N1 and west N4');
      expect(beside('N1')).toMatch(/see west N4\)/);
    });
  });

  test('what is no address makes no two accounts one person', async () => {
    const orders = [order('N1', zeb, { Email: 'n/a' }), order('N2', zeb, { Email: 'N/A' })];
    const { setting } = settingOf([], orders);
    await withTwoStores(setting, async ({ run }) => {
      expect(heldIn(await run())).toEqual([`orders N1: ${HELD}`, `orders N2: ${HELD}`]);
    });
  });

  test('a house account is one contact on purpose: nothing is quarantined for it, and no account of the primary is read', async () => {
    const house = { policy: 'house', house: { username: 'west_store', email: 'accounts@example.com' } };
    const { setting } = settingOf([account('own', 'own@example.com', zeb)], [order('N1', zeb)], {
      rules: { customers: house },
    });
    await withTwoStores(setting, async (stores) => {
      const { summary, asked } = await watched(stores).run();
      expect([heldIn(summary), codes(summary), asked]).toEqual([[], [], []]);
    });
  });
});

describe('the accounts of the primary', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => {
      const at = new Date(Date.parse('2026-01-01T00:00:00Z') + (index * DAY) / 2).toISOString();
      const name = { first: 'Own', last: `Number${index}` };
      return account(`own${index}`, `own${index}@example.com`, name, at.slice(0, 19).replace('T', ' '));
    });

  test('are read once, then what has changed: a new name is known, and a former one is not', async () => {
    const accounts = [...many(120), account('was', 'was@example.com', zeb)];
    const { setting, later } = settingOf(accounts, [order('N1', { first: 'Ann', last: 'Lee' })]);
    await withTwoStores({ ...setting, primary: { pageSize: 10 } }, async (stores) => {
      const { run } = watched(stores);
      const first = await run();
      expect(new Set(first.asked.map(({ from }) => from))).toEqual(new Set(['2000-01-01 00:00:00']));
      later(2 * 3_600_000);
      const stamp = { DatePlaced: '2026-07-20 01:00:00', DateUpdated: '2026-07-20 01:30:00' };
      stores.west.panel.addOrder(order('N2', zeb, stamp));
      stores.west.panel.addOrder(order('N3', { first: 'New', last: 'Name' }, stamp));
      stores.main.panel.changeCustomer('was', { BillingAddress: { BillFirstName: 'New', BillLastName: 'Name' } });
      const second = await run();
      expect(second.asked.length).toBeLessThan(5);
      expect(second.asked.every(({ from = '' }) => from > '2026-07-19')).toBe(true);
      expect(heldIn(second.summary)).toEqual([`orders N3: ${HELD}`]);
    });
  });

  test('leave no name in the ledger', async () => {
    const accounts = [
      account('u1', 'u1@example.com', zeb),
      account('u2', 'u2@example.com', { company: 'Marmalade Works' }),
    ];
    const { setting } = settingOf(accounts, [order('N1', { first: 'Ann', last: 'Lee' })]);
    await withTwoStores(setting, async (stores) => {
      await stores.run();
      const files = readdirSync(stores.home).filter((name) => name.startsWith('ledger.db'));
      const kept = files.map((name) => readFileSync(join(stores.home, name), 'latin1')).join('');
      expect(kept).toContain('u1');
      expect(kept).not.toMatch(/zebediah|quince|marmalade/i);
    });
  });

  test('are not read by a narrowed run, which says so until a whole one has read all', async () => {
    const { setting } = settingOf([account('own', 'own@example.com', zeb)], [order('N1', zeb), order('N2', zeb)]);
    await withTwoStores({ ...setting, guards: { contacts: 'warn' } }, async (stores) => {
      const { run } = watched(stores);
      const narrowed = await run({ narrowing: { orders: ['N1'] } });
      expect([narrowed.asked, codes(narrowed.summary)]).toEqual([[], ['contacts-not-read']]);
      const whole = await run();
      expect(whole.asked.length).toBeGreaterThan(0);
      expect(codes(whole.summary)).not.toContain('contacts-not-read');
      expect(codes(whole.summary)).toContain(HELD);
      const again = await run({ narrowing: { orders: ['N1'] } });
      expect([again.asked, codes(again.summary)]).toEqual([[], []]);
    });
  });

  test('are read within what is left to daily work, run by run; until then the run says that it does not know them all', async () => {
    const setting = settingOf(
      [...many(400), account('late', 'late@example.com', zeb)],
      [order('N1', { first: 'Ann', last: 'Lee' })],
    );
    let waited = 0;
    const clock = {
      now: () => waited,
      async sleep(milliseconds: number) {
        waited += milliseconds;
      },
    };
    const limited = { requestsPerMinute: 12, pageSize: 1 };
    await withTwoStores({ ...setting.setting, primary: limited }, async (stores) => {
      const { said, between } = listening();
      const seen: { readonly asked: number; readonly told: boolean }[] = [];
      for (let turn = 0; turn < 20; turn += 1) {
        said.length = 0;
        const name = turn === 0 ? {} : { first: 'Ann', last: `Lee${turn}` };
        stores.west.panel.addOrder(
          order(`N${turn + 2}`, name, { DateUpdated: `2026-07-20 00:${String(turn).padStart(2, '0')}:00` }),
        );
        const summary = await stores.run({ between: { ...between, clock, requestClock: clock } });
        setting.later(60_000);
        seen.push({ asked: askedIn(said).length, told: codes(summary).includes('contacts-not-read') });
        if (!seen.at(-1)?.told) break;
      }
      expect(seen.length).toBeGreaterThan(2);
      expect(seen.at(-1)?.told).toBe(false);
      // One piece that turns out too large is given up after 40; a step that was begun is finished.
      for (const { asked } of seen) expect(asked).toBeLessThanOrEqual(60);
      stores.west.panel.addOrder(order('N90', zeb, { DateUpdated: '2026-07-20 00:50:00' }));
      setting.later(3_600_000);
      expect(heldIn(await stores.run({ between: { ...impatience, clock, requestClock: clock } }))).toEqual([
        `orders N90: ${HELD}`,
      ]);
    });
  }, 60_000);
});
