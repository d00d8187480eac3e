import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPipeline } from '../../src/config/read-pipeline.ts';
import { DecisionQueue } from '../../src/session/decisions/queue.ts';
import { pipelineLockFile, takeLock } from '../../src/session/lock.ts';
import { asleepAt } from '../rules/support/asleep-at.ts';
import { enteredAsCopy } from '../rules/support/by-hand.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from '../rules/support/two-stores.ts';
import { openLedger } from '../support/open-ledger.ts';
import { environment, formsOf, type Person, personWith, withPage } from './support/deciding.ts';
import { logIn, withServed, words } from './support/served.ts';

/** Its store says 11.64, its lines 11.00. */
const held = orderSeed({ OrderID: 'N100', GrandTotal: '11.64' });
const unmapped = ['N201', 'N202', 'N203'].map((OrderID) => orderSeed({ OrderID, ShippingOption: 'Pallet' }));
const reason = { reason: 'rounded at the till' };

async function withDecider(
  orders: Parameters<typeof withTwoStores>[0],
  use: (stores: TwoStores, person: Person, other: Person) => Promise<void>,
): Promise<void> {
  await withTwoStores(orders, async (stores) => {
    await stores.run();
    await withPage(stores, async (served) => {
      const dora = personWith(served, await logIn(served, words.decider));
      await use(stores, dora, personWith(served, await served.enter()));
    });
  });
}

async function said(stores: TwoStores, event: string, sourceId = 'N100') {
  const ledger = openLedger(stores.ledgerFile);
  try {
    const history = await ledger.history({ store: 'west', entity: 'orders', sourceId });
    return history.filter((one) => one.event === event).map(({ who, detail }) => `${who}: ${detail}`);
  } finally {
    await ledger.close();
  }
}

describe('a decision on the page', () => {
  test('says what would follow before it is done, needs a yes, and is in the books to the cent after the next run', () =>
    withDecider({ orders: [held] }, async (stores, dora) => {
      const { text, yes } = await dora.look(await dora.formOf('N100', 'accept'), reason);
      expect(text).toContain('Into the books go an invoice of 11.00 and no payment');
      expect(await stores.find('orders', 'N100')).toMatchObject({ state: 'quarantined' });
      const { status, headers } = await dora.send(yes);
      expect(status).toBe(303);
      const result = await dora.get(headers.location ?? '');
      expect(result.text).toContain('<b>Done.</b>');
      expect(result.text).toContain('takes what differs as right, and approves its copy');
      expect(await said(stores, 'accepted')).toEqual(['dora: -0.64: rounded at the till']);
      expect((await stores.run()).status).toBe('good');
      expect(stores.main.orders()).toMatchObject([{ OrderID: 'W100', GrandTotal: '11.00' }]);
    }));

  test('is told as what it is until the next run: in no way left out, and with nothing in the primary yet', () =>
    withDecider({ orders: [held] }, async (_, dora) => {
      const [record, trace] = [
        '/pipelines/rules/record?store=west&entity=orders&id=N100',
        '/pipelines/rules/trace?order=N100',
      ];
      expect((await dora.get(record)).text).toContain('<dt>Its copy would have</dt>');
      const before = (await dora.get(trace)).text;
      expect(before).toContain('<dd>nothing yet; it would be W100</dd>');
      expect(before).toContain(`<a href="${record.replaceAll('&', '&amp;')}">Decide about it</a>`);
      const { yes } = await dora.look(await dora.formOf('N100', 'accept'), reason);
      await dora.send(yes);
      for (const path of [record, trace]) {
        const { text } = await dora.get(path);
        expect(text, path).toMatch(/decided[:,] (?:it )?goes with the next run/);
        expect(text, path).not.toContain('left out');
      }
    }));

  test('while a run goes on is queued, shown so, and taken between two batches of it', () => {
    const many = Array.from({ length: 150 }, (_, index) => orderSeed({ OrderID: `N${index + 300}` }));
    return withDecider({ orders: [held] }, async (stores, dora) => {
      for (const { DateUpdated: _, ...one } of many) stores.west.panel.addOrder(one);
      const { yes } = await dora.look(await dora.formOf('N100', 'accept'), reason);
      let known: string[] = [];
      const between = asleepAt('AddOrder', async () => {
        const { headers } = await dora.send(yes);
        expect((await dora.get(headers.location ?? '')).text).toContain('<b>Queued:</b> accept west order N100');
        for (const path of ['quarantine', 'to-dos'])
          expect((await dora.get(`/pipelines/rules/${path}`)).text).toContain('<b>Decided, and queued</b>');
      });
      const inspect = async (): Promise<void> => {
        known = await said(stores, 'accepted');
      };
      expect((await stores.run({ between, inspect })).status).toBe('good');
      expect(known).toEqual(['dora: -0.64: rounded at the till']);
      expect((await dora.get('/pipelines/rules/quarantine')).text).not.toContain('queued');
      await stores.run();
      expect(stores.main.orders().find(({ OrderID }) => OrderID === 'W100')).toMatchObject({ GrandTotal: '11.00' });
    });
  });

  test('that is sent twice, as by a double click or the way back, is done once and leads to the same page', () =>
    withDecider({ orders: [held] }, async (stores, dora) => {
      const { yes } = await dora.look(await dora.formOf('N100', 'accept'), reason);
      const [one, other] = await Promise.all([dora.send(yes), dora.send(yes)]);
      const again = await dora.send(yes);
      expect([one.status, other.status, again.status]).toEqual([303, 303, 303]);
      expect(new Set([one, other, again].map(({ headers }) => headers.location)).size).toBe(1);
      expect(await said(stores, 'accepted')).toHaveLength(1);
    }));

  test('is asked for on a page of its own address, which has nothing of what was typed, and which nobody else finds', () =>
    withTwoStores({ orders: [held] }, async (stores) => {
      await stores.run();
      let later = 0;
      const { file } = await stores.pipeline();
      const now = (): number => Date.now() + later;
      await withServed({ files: [file], environment, home: stores.home, now }, async (served) => {
        const [cookie, other] = [await served.enter(), await served.enter()];
        const { action, fields } = await personWith(served, cookie).formOf('N100', 'drop');
        const form = { ...fields, reason: 'asked by Jane Secret' };
        const { status, headers } = await served.ask(action, { headers: { Cookie: cookie }, form });
        expect([status, headers.location]).toEqual([303, expect.stringMatching(/^\/shown\/[\w-]{43}$/)]);
        const shown = (bearer: string) => served.ask(headers.location ?? '', { headers: { Cookie: bearer } });
        const page = await shown(cookie);
        expect([page.status, page.headers['cache-control']]).toEqual([200, 'no-store']);
        expect(page.text).toContain('Your reason: asked by Jane Secret');
        expect(page.headers['asks-decision']).toBeUndefined();
        expect((await shown(other)).status).toBe(410);
        expect((await shown('')).status).toBe(401);
        later = 30 * 60_000;
        expect((await shown(cookie)).status).toBe(410);
      });
    }));

  test.each([
    ['before it was said what would follow', false],
    ['after it was said what would follow', true],
  ])('by a form that was shown before the record changed, %s, is refused and does nothing', (_, isLooked) =>
    withDecider({ orders: [held] }, async (stores, dora) => {
      const form = await dora.formOf('N100', 'accept');
      const yes = isLooked ? (await dora.look(form, reason)).yes : undefined;
      stores.west.panel.changeOrder('N100', { GrandTotal: '12.64' });
      await stores.run();
      const { status, text } = yes === undefined ? await dora.send(form, reason) : await dora.send(yes);
      expect([status, text]).toEqual([409, expect.stringContaining('It has changed since this form was shown')]);
      expect(await said(stores, 'accepted')).toEqual([]);
    }),
  );

  test('of two persons is the first one, and the second is told so', () =>
    withDecider({ orders: [held] }, async (stores, dora, owner) => {
      const first = await dora.look(await dora.formOf('N100', 'drop'), { reason: 'a test order' });
      const second = await owner.look(await owner.formOf('N100', 'accept'), reason);
      expect((await dora.send(first.yes)).status).toBe(303);
      expect((await owner.send(second.yes)).status).toBe(409);
      expect(await stores.find('orders', 'N100')).toMatchObject({ state: 'skipped', reason: 'dropped' });
      expect(await said(stores, 'accepted')).toEqual([]);
    }));

  test('of two persons while a run goes on: the second one is refused when it is taken, and told until it is seen', () =>
    withDecider({ orders: [held] }, async (stores, dora, owner) => {
      const first = await dora.look(await dora.formOf('N100', 'drop'), { reason: 'a test order' });
      const second = await owner.look(await owner.formOf('N100', 'accept'), reason);
      const lock = takeLock(pipelineLockFile(await stores.pipeline()), 'the pipeline');
      for (const [who, { yes }] of [
        [dora, first],
        [owner, second],
      ] as const)
        expect((await who.send(yes)).status).toBe(303);
      lock.release();
      expect(heldIn(await stores.run())).toEqual([]);
      const { text } = await owner.get('/pipelines/rules/to-dos');
      expect(text).toContain('west order N100 was not accepted, since it is not as you saw it any more');
      const seen = formsOf(text).find(({ action }) => action.endsWith('/seen'));
      if (seen === undefined) throw new Error('nothing to say seen to');
      await owner.send(seen);
      expect((await owner.get('/pipelines/rules/to-dos')).text).not.toContain('was not accepted');
    }));

  test('needs a reason in words', () =>
    withDecider({ orders: [held] }, async (stores, dora) => {
      for (const none of ['', '  ', '…']) {
        const { status, text } = await dora.send(await dora.formOf('N100', 'drop'), { reason: none });
        expect([status, text]).toEqual([400, expect.stringContaining('Say why, in your own words')]);
      }
      const { yes } = await dora.look(await dora.formOf('N100', 'drop'), { reason: 'a test order' });
      expect((await dora.send(yes, { reason: '' })).status).toBe(400);
      expect(await stores.find('orders', 'N100')).toMatchObject({ state: 'quarantined' });
    }));

  test('is not offered to who may only read, and refused where they send it all the same', () =>
    withTwoStores({ orders: [held] }, async (stores) => {
      await stores.run();
      await withPage(stores, async (served) => {
        const dora = personWith(served, await logIn(served, words.decider));
        const cookie = await logIn(served, words.reader);
        const rita = personWith(served, cookie);
        const { text } = await rita.get('/pipelines/rules/record?store=west&entity=orders&id=N100');
        expect(text).toContain('It is right: accept it');
        expect(text).not.toContain('name="reason"');
        const { yes } = await dora.look(await dora.formOf('N100', 'accept'), reason);
        const token = await served.formToken(cookie);
        expect((await rita.send(yes, { 'form-token': token })).status).toBe(403);
        // Nor by another page that knows all but the token of the session.
        expect((await dora.send(yes, { 'form-token': token })).status).toBe(403);
        expect(await stores.find('orders', 'N100')).toMatchObject({ state: 'quarantined' });
      });
    }));

  test('is made once for all that wait for the same', () =>
    withDecider({ orders: unmapped }, async (stores, dora) => {
      const { text } = await dora.get('/pipelines/rules/to-dos');
      expect(text).toContain('3 orders (33.00)');
      const form = formsOf(text).find(({ fields }) => fields['kind'] === 'drop');
      if (form === undefined) throw new Error('nothing to drop');
      const looked = await dora.look(form, { reason: 'samples' });
      expect(looked.text).toContain('Out of the books for good: 3 orders (33.00)');
      await dora.send(looked.yes);
      for (const { OrderID } of unmapped)
        expect(await stores.find('orders', OrderID)).toMatchObject({ state: 'skipped', reason: 'dropped' });
      const back = await dora.look(await dora.formOf('N201', 'retry'), { reason: 'it was none' });
      await dora.send(back.yes);
      expect(await stores.find('orders', 'N201')).toMatchObject({ reason: 'to-be-read' });
    }));

  test('says what a name is in the primary: the file is changed, and the next run copies all that waited', () =>
    withDecider({ orders: unmapped }, async (stores, dora) => {
      const ask = '/pipelines/rules/map?store=west&what=shipping-method&name=Pallet';
      const { text } = await dora.get(ask);
      expect(text).toContain('<option>Post</option>');
      const [form] = formsOf(text).filter(({ action }) => action.endsWith('/map/look'));
      if (form === undefined) throw new Error('no form');
      expect((await dora.send(form, { to: 'Post' })).text).toContain('Say why, in your own words');
      const looked = await dora.send(form, { to: 'Post', reason: 'pallets go by post' });
      const yes = formsOf(looked.text).find(({ action }) => action.endsWith('/map'));
      expect(looked.text).toContain('Pallet');
      expect(looked.text).toContain('Your reason: pallets go by post');
      const { text: done } = await dora.send(yes ?? form);
      expect(done).toContain('<b>Done.</b>');
      const decided = (await dora.get('/pipelines/rules/decided')).text;
      for (const told of [
        'shipping method &quot;Pallet&quot;: nothing, now &quot;Post&quot;',
        'pallets go by post',
        '>dora<',
      ])
        expect(decided).toContain(told);
      // As it stands now: a test's own pipeline would write it anew.
      const pipeline = await readPipeline(join(stores.home, 'pipeline.yaml'), environment);
      expect(heldIn(await stores.run({ pipeline }))).toEqual([]);
      expect(stores.main.orders().map(({ ShippingOption }) => ShippingOption)).toEqual(['Post', 'Post', 'Post']);
    }));

  test('links what is chosen out of all that the primary shows and nobody copied: number, contact, day and total', () =>
    withDecider({ orders: [unmapped[0] ?? held, orderSeed({ OrderID: 'N900' })] }, async (stores, dora) => {
      stores.main.panel.addOrder(enteredAsCopy('N5500'));
      stores.main.panel.addOrder({ ...enteredAsCopy('N5501'), GrandTotal: '99.00', BillFirstName: 'Zoe' });
      stores.main.panel.addOrder({ ...enteredAsCopy('N5502'), OrderStatus: 'Cancelled' });
      const { text: record } = await dora.get('/pipelines/rules/record?store=west&entity=orders&id=N201');
      const ask = formsOf(record).find(({ action }) => action.endsWith('/candidates'));
      if (ask === undefined) throw new Error('nothing to ask by');
      const { text } = await dora.send(ask);
      expect([...text.matchAll(/name="as" value="([^"]+)"/g)].map(([, id]) => id)).toEqual(['N5500', 'N5501']);
      expect(text).toMatch(/data-label="Contact">[^<]*Zoe/);
      expect(text).toContain('11.00 <span class="soft">equal</span>');
      const form = formsOf(text).find(({ fields }) => fields['kind'] === 'link');
      if (form === undefined) throw new Error('nothing to choose by');
      const { text: both, yes } = await dora.look(form, { as: 'N5500', reason: 'entered by Ann' });
      expect(both).toContain('Both side by side');
      await dora.send(yes);
      expect(await stores.find('orders', 'N201')).toMatchObject({ state: 'loaded', targetId: 'N5500' });
      const again = formsOf((await dora.get('/pipelines/rules/record?store=west&entity=orders&id=N201')).text);
      expect(again.filter(({ action }) => action.endsWith('/candidates'))).toEqual([]);
    }));

  test('offers for a payment what stands on the copy of its order and is no copy itself, each with its amount', () => {
    const pay = (Id: string, PaymentType: string) => ({
      ...{ Id, PaymentType, Amount: '5.50', DatePaid: '2026-07-11 02:00:00' },
    });
    const orders = [orderSeed({ OrderID: 'N100', OrderPayment: [pay('1', 'Cash'), pay('2', 'Shells')] })];
    return withDecider({ orders }, async (stores, dora) => {
      expect(await stores.find('payments', '2')).toMatchObject({ state: 'quarantined' });
      expect(stores.main.payments()).toHaveLength(1);
      const entered = { OrderID: 'W100', AmountPaid: '5.50', PaymentMethodName: 'Cash' };
      stores.main.panel.addPayment({ ...entered, DatePaid: '2026-07-11 02:00:00' });
      const { text: record } = await dora.get('/pipelines/rules/record?store=west&entity=payments&id=2');
      const ask = formsOf(record).find(({ action }) => action.endsWith('/candidates'));
      if (ask === undefined) throw new Error('nothing to ask by');
      const { text } = await dora.send(ask);
      const offered = [...text.matchAll(/type="checkbox"[^>]* name="as" value="([^"]+)"/g)].map(([, id]) => id);
      const byHand = stores.main.payments().filter(({ CardAuthorisation }) => !CardAuthorisation?.includes('west:'));
      expect(offered).toEqual(byHand.map(({ PaymentID }) => PaymentID));
      expect(offered).toHaveLength(1);
      expect(text).toContain('5.50 <span class="soft">equal</span>');
    });
  });

  test('links what was entered by hand, after both were shown side by side', () =>
    withDecider({ orders: [unmapped[0] ?? held] }, async (stores, dora) => {
      stores.main.panel.addOrder(enteredAsCopy('N5500'));
      const { text, yes } = await dora.look(await dora.formOf('N201', 'link'), {
        reason: 'entered by Ann',
        as: 'N5500',
      });
      expect(text).toContain('Both side by side');
      await dora.send(yes);
      expect(await stores.find('orders', 'N201')).toMatchObject({ state: 'loaded', targetId: 'N5500' });
      expect(await new DecisionQueue(await stores.pipeline()).isEmpty()).toBe(true);
    }));
});

describe('the quarantine', () => {
  const orders = [
    orderSeed({ OrderID: 'N100', GrandTotal: '11.64', PurchaseOrderNumber: 'PO-7/Ä' } as never),
    ...Array.from({ length: 60 }, (_, index) => orderSeed({ OrderID: `N${1000 + index}`, ShippingOption: 'Pallet' })),
  ];

  test('is searched by number, amount, reference and reason, and goes page by page, each record once', () =>
    withDecider({ orders }, async (_, dora) => {
      const found = async (query: string): Promise<string[]> => {
        const { text } = await dora.get(`/pipelines/rules/quarantine?${query}`);
        return [...text.matchAll(/entity=orders&amp;id=(N\d+)">/g)].map(([, id = '']) => id);
      };
      expect(await found('q=n100')).toEqual(['N100', ...Array.from({ length: 10 }, (_, index) => `N${1000 + index}`)]);
      expect(await found('q=11.64')).toEqual(['N100']);
      expect(await found('q=%2411.64')).toEqual(['N100']);
      expect(await found('q=po-7%2F')).toEqual(['N100']);
      expect(await found('q=nothing-like-it')).toEqual([]);
      expect(await found('code=shipping-method-unmapped&q=n100')).toHaveLength(10);
      const first = await found('code=shipping-method-unmapped');
      expect(first).toHaveLength(50);
      const { text } = await dora.get('/pipelines/rules/quarantine?code=shipping-method-unmapped');
      const next = /href="\/pipelines\/rules\/quarantine\?([^"]*after=[^"]*)"/.exec(text)?.[1] ?? '';
      const second = await found(next.replaceAll('&amp;', '&'));
      expect(second).toHaveLength(10);
      expect(new Set([...first, ...second]).size).toBe(60);
    }));
});
