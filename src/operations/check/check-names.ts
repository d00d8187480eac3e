import type { KeyPath } from '../../config/problems.ts';
import { spelledIn } from '../../model/method-names.ts';
import type { CheckContext, CheckedSecondary } from './check-context.ts';
import type { Topic } from './finding.ts';
import { activeNames, type PrimaryLists } from './primary-lists.ts';
import { mendName } from './spelling.ts';

interface Needed {
  readonly name: string;
  readonly path: KeyPath;
}

interface Group {
  readonly topic: Topic;
  /** In a sentence: `payment method`. */
  readonly kind: string;
  readonly needed: readonly Needed[];
  /** How the primary spells it; undefined where it has none. */
  find(names: Iterable<string>, name: string): string | undefined;
  readonly list: readonly { readonly name: string; readonly active?: boolean }[];
}

/** The names that the pipeline file gives outright. A run finds warehouses letter for letter, and methods in any case. */
export function checkNames(
  { findings }: CheckContext,
  { secondary, path }: CheckedSecondary,
  lists: PrimaryLists,
): void {
  for (const group of groupsOf(secondary, path, lists)) {
    if (group.needed.length === 0) continue;
    const active = activeNames(group.list);
    const isIn = (names: Iterable<string>, name: string): boolean => group.find(names, name) !== undefined;
    const missing = group.needed.filter(({ name }) => !isIn(active, name));
    for (const { name, path: where } of missing) {
      const inactive = isIn(
        group.list.map((one) => one.name),
        name,
      );
      const message = inactive
        ? `The primary's ${group.kind} ${JSON.stringify(name)} is not active.`
        : `The primary has no ${group.kind} ${JSON.stringify(name)}.`;
      const remedy = inactive
        ? 'Activate it in the control panel of the primary.'
        : mendName(name, active, 'Create it in the primary, or mend the name here.');
      findings.problem(group.topic, secondary.name, message, remedy, where);
    }
    const found = new Set(group.needed.flatMap(({ name }) => group.find(active, name) ?? []));
    if (found.size > 0) findings.ok(group.topic, secondary.name, `In the primary: ${[...found].join(', ')}.`);
  }
}

function groupsOf(
  { purpose, entities, orders, payments }: CheckedSecondary['secondary'],
  path: KeyPath,
  lists: PrimaryLists,
): Group[] {
  const ordersPath = [...path, 'orders'];
  const warehouses = [
    ...(orders.warehouse === undefined ? [] : [{ name: orders.warehouse, path: [...ordersPath, 'warehouse'] }]),
    ...(purpose === 'fulfil' ? namesIn(orders.warehouses, [...ordersPath, 'warehouses']) : []),
  ];
  const methods = entities.includes('payments') ? namesIn(payments.methods, [...path, 'payments', 'methods']) : [];
  return [
    {
      topic: 'payment methods',
      kind: 'payment method',
      find: spelledIn,
      needed: methods,
      list: lists.paymentMethods,
    },
    {
      topic: 'shipping methods',
      kind: 'shipping method',
      find: spelledIn,
      needed: namesIn(orders.shippingMethods, [...ordersPath, 'shippingMethods']),
      list: lists.shippingMethods,
    },
    { topic: 'warehouses', kind: 'warehouse', find: letterForLetter, needed: warehouses, list: lists.warehouses },
  ];
}

function letterForLetter(names: Iterable<string>, name: string): string | undefined {
  return [...names].find((own) => own === name);
}

function namesIn(map: Readonly<Record<string, string>>, path: KeyPath): Needed[] {
  return Object.entries(map).map(([source, name]) => ({ name, path: [...path, source] }));
}
