import { expect, test } from 'vitest';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';
import { openLedger } from '../support/open-ledger.ts';
import { personWith, withPage } from './support/deciding.ts';
import { logIn, words } from './support/served.ts';

const held = ['N100', 'N101'].map((OrderID) => orderSeed({ OrderID, GrandTotal: '11.64' }));

test('two pages of one pipeline in one moment: each decision is taken once, and of two about one record the first', () =>
  withTwoStores({ orders: held }, async (stores) => {
    await stores.run();
    await withPage(stores, (one) =>
      withPage(stores, async (other) => {
        const dora = personWith(one, await logIn(one, words.decider));
        const ann = personWith(other, await logIn(other, words.decider));
        const looked = await Promise.all([
          dora.look(await dora.formOf('N100', 'accept'), { reason: 'rounded' }),
          ann.look(await ann.formOf('N100', 'drop'), { reason: 'a test order' }),
          ann.look(await ann.formOf('N101', 'drop'), { reason: 'a test order' }),
        ]);
        const [accept, drop, another] = looked.map(({ yes }) => yes);
        if (accept === undefined || drop === undefined || another === undefined) throw new Error('no forms');
        const [first, second, third] = await Promise.all([dora.send(accept), ann.send(drop), ann.send(another)]);
        expect([first.status, second.status].sort()).toEqual([303, 409]);
        expect(third.status).toBe(303);
        expect((await ann.get(third.headers.location ?? '')).text).toContain('<b>Done.</b>');
        // Each of the two shows at once what the other has done.
        const record = '/pipelines/rules/record?store=west&entity=orders&id=N101';
        expect((await dora.get(record)).text).toContain('a test order');
      }),
    );
    const ledger = openLedger(stores.ledgerFile);
    const decisions = await ledger.decisions(50);
    await ledger.close();
    expect(
      decisions.filter(({ key }) => key.sourceId === 'N100' && key.store === 'west').map(({ entry }) => entry.event),
    ).toHaveLength(1);
    expect(decisions.filter(({ key }) => key.sourceId === 'N101')).toHaveLength(1);
  }));
