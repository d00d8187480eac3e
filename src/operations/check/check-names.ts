import type { KeyPath } from '../../config/problems.ts';
import { spelledIn } from '../../model/method-names.ts';
import type { PrimaryLists } from '../../model/reference-lists.ts';
import { type CheckedSecondary, suggestName } from '../findings/findings.ts';
import type { CheckContext } from './check-context.ts';

interface Group {
  readonly topic: 'payment methods' | 'shipping methods' | 'warehouses';
  readonly list: readonly { readonly name: string; readonly active?: boolean }[];
  readonly needed: readonly { readonly name: string; readonly path: KeyPath }[];
}

/** The names that the pipeline file gives outright. A run finds warehouses letter for letter, and methods in any case. */
export function checkNames(
  { findings }: CheckContext,
  { secondary, path }: CheckedSecondary,
  lists: PrimaryLists,
): void {
  for (const { topic, list, needed } of groupsOf(secondary, path, lists)) {
    const all = list.map(({ name }) => name);
    const active = list.filter((one) => one.active !== false).map(({ name }) => name);
    const find = (names: readonly string[], name: string): string | undefined =>
      topic === 'warehouses' ? names.find((own) => own === name) : spelledIn(names, name);
    for (const { name, path: where } of needed.filter((one) => find(active, one.name) === undefined)) {
      const what = `${topic.slice(0, -1)} ${JSON.stringify(name)}`;
      const isInactive = find(all, name) !== undefined;
      const message = isInactive ? `The primary's ${what} is not active.` : `The primary has no ${what}.`;
      const remedy = isInactive
        ? 'Activate it in the control panel of the primary.'
        : suggestName(name, active, 'Create it in the primary, or mend the name here.');
      findings.problem(topic, secondary.name, message, remedy, where);
    }
    const found = new Set(needed.flatMap(({ name }) => find(active, name) ?? []));
    if (found.size > 0) findings.ok(topic, secondary.name, `In the primary: ${[...found].join(', ')}.`);
  }
}

function groupsOf(
  { purpose, entities, orders, payments }: CheckedSecondary['secondary'],
  path: KeyPath,
  { paymentMethods, shippingMethods, warehouses }: PrimaryLists,
): Group[] {
  const namesIn = (map: Readonly<Record<string, string>>, ...keys: KeyPath): Group['needed'] =>
    Object.entries(map).map(([source, name]) => ({ name, path: [...path, ...keys, source] }));
  const warehouse = orders.warehouse === undefined ? {} : { warehouse: orders.warehouse };
  const ofOrders = purpose === 'fulfil' ? namesIn(orders.warehouses, 'orders', 'warehouses') : [];
  return [
    {
      topic: 'payment methods',
      list: paymentMethods,
      needed: entities.includes('payments') ? namesIn(payments.methods, 'payments', 'methods') : [],
    },
    {
      topic: 'shipping methods',
      list: shippingMethods,
      needed: namesIn(orders.shippingMethods, 'orders', 'shippingMethods'),
    },
    { topic: 'warehouses', list: warehouses, needed: [...namesIn(warehouse, 'orders'), ...ofOrders] },
  ];
}
