import { expect, test } from 'vitest';
import { quarantinedTable, quarantinedText } from '../../src/cli/text/quarantine-text.ts';
import { quarantinedRecordText } from '../../src/cli/text/quarantined-record.ts';
import { reasons } from '../../src/model/reasons.ts';
import { heldIn, orderSeed, withTwoStores } from './support/two-stores.ts';

const order = (number: number, ShippingOption: string) => orderSeed({ OrderID: `N${number}`, ShippingOption });
const orders = [order(1, 'Camel'), order(2, 'Camel'), order(3, 'Camel'), order(4, 'camel '), order(5, 'Store Pickup')];

test('what is quarantined for one value is one group that names it, and few are told one by one', () =>
  withTwoStores({ orders }, async ({ run }) => {
    const { quarantine } = await run();
    const text = quarantinedText(quarantine, 'a.yaml');
    expect(text).toContain('west: 4 orders shipping-method-unmapped ("Camel"): N1');
    expect(text).toContain('west: 1 order shipping-method-unmapped ("Store Pickup"): N5');
    expect(text).toContain('    N5: the primary has no shipping method "Store Pickup"');
    expect(text).not.toContain('    N1: ');
    expect(quarantinedTable(quarantine)).toContain('shipping-method-unmapped ("Store Pickup")');
  }));

test('a method that the map has changed is told with what it was', () =>
  withTwoStores({ orders, rules: { orders: { shippingMethods: { Camel: 'Caravan' } } } }, async ({ run }) => {
    const { quarantine } = await run();
    const [first] = quarantine;
    if (first === undefined) throw new Error('nothing is quarantined');
    const shown = quarantinedRecordText({ ...first, history: [], intoBooks: null, linkAs: [], toEnter: [] }, 'a.yaml');
    expect(shown).toContain('no shipping method "Caravan", which `orders.shippingMethods` makes of "Camel"');
    expect(quarantinedText(quarantine, 'a.yaml')).toContain('4 orders shipping-method-unmapped ("Camel")');
  }));

test('what a changed rule lets go, the next run takes by itself, as its remedy says', () =>
  withTwoStores({ orders }, async ({ run, pipeline, main }) => {
    expect(heldIn(await run())).toHaveLength(5);
    expect(reasons['shipping-method-unmapped'].remedy).toContain('the next run takes it by itself');
    const mended = { rules: { orders: { shippingMethods: { Camel: 'Post', 'Store Pickup': 'Post' } } } };
    expect(heldIn(await run({ pipeline: await pipeline(mended) }))).toEqual([]);
    expect(main.orders()).toHaveLength(5);
  }));
