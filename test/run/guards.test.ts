import { describe, expect, test } from 'vitest';
import { runDocumentSchema } from '../../src/cli/documents/run-document.ts';
import { runReport } from '../../src/cli/text/run-report.ts';
import type { OrderSeed, Seed } from '../../src/fake-store/index.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import type { GuardAction, GuardName, GuardRules } from '../../src/transform/guards/guard-rules.ts';
import { type FeedingStores, type Setting, withFeedingStores } from '../rules/support/feeding-stores.ts';
import { someOf } from '../support/many.ts';
import { writesTo } from './dated-stores.ts';

const item = { SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' };

function order(id: string, changes: Partial<OrderSeed> = {}): OrderSeed {
  return {
    OrderID: id,
    Username: `user-${id}`,
    Email: `${id}@example.com`,
    BillFirstName: 'Jo',
    BillLastName: `Name${id}`,
    OrderStatus: 'Dispatched',
    DatePlaced: '2026-07-10 02:00:00',
    DateUpdated: '2026-07-10 03:00:00',
    DateInvoiced: '2026-07-10',
    DatePaymentDue: '2026-07-23 16:00:00',
    ShippingOption: 'Post',
    OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: '11.00' }],
    ...changes,
  };
}

const noDueDate = { DatePaymentDue: '' };
const badSku = { OrderLine: [{ SKU: 'BAD SKU', Quantity: 1, UnitPrice: '11.00' }] };

interface Given {
  readonly west?: Partial<Seed>;
  readonly east?: Partial<Seed>;
  readonly primary?: Partial<Seed>;
  readonly policy?: string;
}

function setting(guards: Partial<GuardRules>, { west, east, primary, policy = 'prefix' }: Given): Setting {
  const rules = { customers: { policy } };
  const items = [item, { ...item, SKU: 'BAD SKU' }];
  const feeder = (name: string, seed: Partial<Seed>) => ({ name, rules, seed: { items, ...seed } });
  return {
    guards,
    primary: { items, ...primary },
    feeders: [
      ...(west === undefined ? [] : [feeder('west', west)]),
      ...(east === undefined ? [] : [feeder('east', east)]),
    ],
  };
}

const facts = ({ stores, quarantine, status, warnings, problems }: RunSummary) => ({
  stores,
  held: quarantine.map(({ store, entity, sourceId, code, reason }) => ({ store, entity, sourceId, code, reason })),
  status,
  warnings,
  problems,
});

/** A plan and the run after it, which must come to the same. */
async function planAndRun(stores: FeedingStores): Promise<RunSummary> {
  const plan = await stores.run({ simulate: true });
  const run = await stores.run();
  expect(facts(plan)).toEqual(facts(run));
  expect(runDocumentSchema.parse(run)).toEqual(run);
  // These orders are unpaid, so that nothing of them shows a currency; that is told, and is no guard's matter.
  return { ...run, warnings: run.warnings.filter(({ code }) => code !== 'not-shown') };
}

const heldIds = ({ quarantine }: RunSummary) => quarantine.map(({ sourceId, code }) => `${sourceId} ${code}`).sort();
const copies = ({ primary }: FeedingStores) =>
  primary
    .orders()
    .map(({ OrderID }) => String(OrderID))
    .sort();
const other = (id: string): Partial<Seed> => ({ items: [item], orders: [order(id)] });

describe('a guard that is to stop', () => {
  const cases: readonly (readonly [GuardName, Given])[] = [
    ['skus', { west: { orders: [order('N1'), order('N2', badSku)] } }],
    ['dueDates', { west: { orders: [order('N1'), order('N2', noDueDate)] } }],
    ['numbers', { west: { orders: [order('N1'), order('N2')] }, primary: other('W2') }],
    [
      'negativeTotals',
      {
        west: { orders: [order('N1'), order('N2', { OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: '-11.00' }] })] },
      },
    ],
    ['currency', { west: { orders: [order('N1')] }, east: { currency: 'NZD', orders: [order('N2')] } }],
  ];

  test.each(someOf(cases, 2))(
    '%s: ends the run before it has written anything, in the plan too',
    async (guard, given) => {
      await withFeedingStores(setting({ [guard]: 'stop' }, given), async (stores) => {
        const before = copies(stores);
        const run = await planAndRun(stores);
        expect(run).toMatchObject({ status: 'failed', problems: [{ code: 'guard-stopped' }] });
        expect(run.problems[0]?.message).toMatch(new RegExp(`^(west|east).* \`guards\\.${guard}\` is stop`));
        if (guard !== 'currency') expect(run.problems[0]?.message).toContain('1 order, N2');
        expect(writesTo(stores.primary)).toBe(0);
        expect(copies(stores)).toEqual(before);
      });
    },
  );

  test('ends a later run before it writes an order of any store', async () => {
    const given = { west: { orders: [order('N1')] }, east: { orders: [order('N5')] } };
    await withFeedingStores(setting({ skus: 'stop' }, given), async (stores) => {
      expect((await planAndRun(stores)).status).toBe('good');
      const writes = writesTo(stores.primary);
      const [west, east] = stores.feeders;
      // West's alone would be copied, and would be written first.
      const now = { DateUpdated: new Date().toISOString().slice(0, 19).replace('T', ' ') };
      west?.panel.addOrder(order('N2', now));
      east?.panel.addOrder(order('N9', { ...badSku, ...now }));
      expect(await planAndRun(stores)).toMatchObject({ status: 'failed', problems: [{ code: 'guard-stopped' }] });
      expect(writesTo(stores.primary)).toBe(writes);
      expect(copies(stores)).toEqual(['E5', 'W1']);
    });
  });

  test('ends a later run, and not one store of it alone, where a store that was copied from has another currency', async () => {
    const given = { west: { currency: 'NZD', orders: [order('N1')] }, east: { orders: [order('N5')] } };
    await withFeedingStores(setting({ currency: 'warn' }, given), async (stores) => {
      expect(await planAndRun(stores)).toMatchObject({ status: 'good', warnings: [{ guard: 'currency', count: 1 }] });
      stores.feeders[0]?.panel.addOrder(order('N2', { DateUpdated: undefined }));
      const pipeline = await stores.pipeline();
      const phases: string[] = [];
      const run = await stores.run({
        pipeline: { ...pipeline, guards: { ...pipeline.guards, currency: 'stop' } },
        progress: (event) => {
          if (event.kind === 'phase') phases.push(event.phase);
        },
      });
      expect(run).toMatchObject({ status: 'failed', problems: [{ store: 'west', code: 'guard-stopped' }] });
      expect(copies(stores)).toEqual(['E5', 'W1']);
      expect(phases).not.toContain('close');
    });
  });

  test('and finds nothing lets the run go on', async () => {
    const all = Object.fromEntries(
      (['skus', 'numbers', 'negativeTotals', 'dueDates', 'contacts', 'currency'] as const).map((name) => [
        name,
        'stop',
      ]),
    ) as Record<GuardName, GuardAction>;
    await withFeedingStores(setting(all, { west: { orders: [order('N1'), order('N2')] } }), async (stores) => {
      expect(await planAndRun(stores)).toMatchObject({ status: 'good', warnings: [] });
      expect(copies(stores)).toEqual(['W1', 'W2']);
    });
  });
});

describe('a guard that is to warn', () => {
  test('is one entry of the summary for all its orders, with a count and three examples', async () => {
    const ids = ['N1', 'N2', 'N3', 'N10', 'N11'];
    const west = { orders: [...ids.map((id) => order(id, noDueDate)), order('N4')] };
    await withFeedingStores(setting({ dueDates: 'warn' }, { west }), async (stores) => {
      const run = await planAndRun(stores);
      const { warnings, status } = run;
      expect(status).toBe('good');
      expect(warnings).toEqual([
        expect.objectContaining({
          store: 'west',
          guard: 'dueDates',
          code: 'due-date-missing',
          count: 5,
          sourceId: 'N1',
          examples: ['N1', 'N2', 'N3'],
          message: expect.stringMatching(/^5 orders, such as N1, N2 and N3: /),
        }),
      ]);
      expect(runReport(run, 'x.yaml').match(/west: 5 orders, such as N1, N2 and N3/g)).toHaveLength(1);
    });
  });

  test('says nothing of an order that is not copied', async () => {
    const orders = [
      order('N1', { ...noDueDate, ...badSku }),
      order('N2', { ...noDueDate, OrderStatus: 'Quote' }),
      order('N3', { ...noDueDate, Username: '' }),
      order('N4', noDueDate),
    ];
    await withFeedingStores(setting({ skus: 'hold' }, { west: { orders }, primary: other('W4') }), async (stores) => {
      const run = await planAndRun(stores);
      expect(run.warnings).toEqual([]);
      const held = heldIds(run).filter((line) => /^N/.test(line));
      expect(held).toEqual(['N1 sku-unfit-for-xero', 'N3 waits-for', 'N4 target-id-taken']);
    });
  });
});

describe('customers whom Xero would take for one', () => {
  const cash = { BillCompany: 'Cash Sale' };
  const contact = 'contact-shared';
  /** Two accounts of one company name, one account for two people, and somebody whom none of it concerns. */
  const west = {
    orders: [
      order('N1', cash),
      order('N2', { BillCompany: 'cash sale.' }),
      order('N3', { Username: 'till' }),
      order('N4', { Username: 'Till' }),
      order('N5', { BillCompany: 'Acme' }),
    ],
  };

  test('are quarantined before anything of theirs is written: orders and accounts', async () => {
    await withFeedingStores(setting({ contacts: 'hold' }, { west }), async (stores) => {
      const run = await planAndRun(stores);
      expect(heldIds(run)).toEqual(['N1', 'N2', 'N3', 'N4'].map((id) => `${id} ${contact}`));
      expect(run.quarantine.map(({ reason }) => reason).join()).not.toMatch(/cash|till/i);
      expect(copies(stores)).toEqual(['W5']);
      expect(stores.primary.customers()).toHaveLength(1);
    });
  });

  test('end the run before its first write where they are to stop it', async () => {
    await withFeedingStores(setting({ contacts: 'stop' }, { west }), async (stores) => {
      const run = await planAndRun(stores);
      expect(run).toMatchObject({ status: 'failed', problems: [{ code: 'guard-stopped' }] });
      expect(run.problems[0]?.message).toContain('4 orders, such as N1, N2 and N3');
      expect(writesTo(stores.primary)).toBe(0);
    });
  });

  test('are reported where they are to be copied', async () => {
    await withFeedingStores(setting({ contacts: 'warn' }, { west }), async (stores) => {
      const run = await planAndRun(stores);
      expect(run.status).toBe('good');
      const concerned = { count: 4, examples: ['N1', 'N2', 'N3'] };
      expect(run.warnings).toMatchObject([{ store: 'west', guard: 'contacts', code: contact, ...concerned }]);
    });
  });

  test('are told apart by the account that is made for them too, which a plan has only foreseen', async () => {
    const account = { BillFirstName: 'Al', BillLastName: 'Other' };
    const customers = [{ Username: 'user-N1', EmailAddress: 'al@example.com', BillingAddress: account }];
    const given = { west: { customers, orders: [order('N1'), order('N2')] } };
    await withFeedingStores(setting({ contacts: 'warn' }, given), async (stores) => {
      const { warnings } = await planAndRun(stores);
      expect(warnings).toMatchObject([{ guard: 'contacts', count: 1, examples: ['N1'] }]);
    });
  });

  test('are found in two stores', async () => {
    const given = { west: { orders: [order('N1', cash)] }, east: { orders: [order('N7', cash), order('N8')] } };
    await withFeedingStores(setting({ contacts: 'hold' }, given), async (stores) => {
      const run = await planAndRun(stores);
      expect(heldIds(run)).toEqual([`N1 ${contact}`, `N7 ${contact}`]);
      expect(run.quarantine.map(({ reason }) => reason)).toContainEqual(expect.stringContaining('see east N7'));
    });
  });

  test.each(['hold', 'warn'] as const)('are found beside who was copied by an earlier run (%s)', async (action) => {
    const given = { west: { orders: [order('N1', cash), order('N3', { Username: 'till' })] } };
    await withFeedingStores(setting({ contacts: action }, given), async (stores) => {
      expect(await planAndRun(stores)).toMatchObject({ status: 'good', warnings: [] });
      const now = { DateUpdated: new Date().toISOString().slice(0, 19).replace('T', ' ') };
      const { panel } = stores.feeders[0] ?? {};
      panel?.addOrder(order('N2', { ...cash, ...now }));
      panel?.addOrder(order('N4', { Username: 'till', ...now }));
      panel?.addOrder(
        order('N6', { ...cash, Username: 'user-N1', Email: 'N1@example.com', BillLastName: 'NameN1', ...now }),
      );
      panel?.addOrder(order('N9', now));
      const run = await planAndRun(stores);
      // Their own customer may buy again; but not in one run with somebody who shares the name.
      const concerned = ['N2', 'N4', 'N6'];
      if (action === 'hold') expect(heldIds(run)).toEqual(concerned.map((id) => `${id} ${contact}`));
      else expect(run.warnings).toMatchObject([{ guard: 'contacts', count: 3, examples: concerned }]);
      expect(copies(stores)).toContain('W9');
    });
  });

  test('are found among the customers of the primary, but nobody is taken for a double of themselves', async () => {
    const person = (username: string, email: string, lastName: string, company: string) => ({
      Username: username,
      EmailAddress: email,
      BillingAddress: { BillFirstName: 'Jo', BillLastName: lastName, BillCompany: company },
    });
    const primary = {
      customers: [
        person('own', 'own@example.com', 'Own', 'Cash Sale'),
        person('jo', 'N2@example.com', 'NameN2', 'Acme'),
      ],
    };
    const given = { primary, west: { orders: [order('N1', cash), order('N2', { BillCompany: 'Acme' })] } };
    await withFeedingStores(setting({ contacts: 'hold' }, { ...given, policy: 'match' }), async (stores) => {
      const run = await planAndRun(stores);
      expect(heldIds(run)).toEqual([`N1 ${contact}`]);
      expect(stores.primary.order('W2')?.Username).toBe('jo');
    });
  });

  test('do not concern one who has two user names and one address, whom the policy makes one of', async () => {
    const one = { ...cash, Email: 'one@example.com', BillLastName: 'One' };
    const given = { west: { orders: [order('N1', one), order('N2', one)] } };
    await withFeedingStores(setting({ contacts: 'hold' }, { ...given, policy: 'match' }), async (stores) => {
      expect((await planAndRun(stores)).status).toBe('good');
      expect(stores.primary.customers()).toHaveLength(1);
    });
  });

  test('do not concern a store with a house account', async () => {
    const house = { policy: 'house', house: { username: 'west', email: 'west@example.com' } };
    const { feeders, ...rest } = setting({ contacts: 'hold' }, { west });
    const under = feeders.map((feeder) => ({ ...feeder, rules: { customers: house } }));
    await withFeedingStores({ ...rest, feeders: under }, async (stores) => {
      expect(await planAndRun(stores)).toMatchObject({ status: 'good', warnings: [] });
    });
  });
});
