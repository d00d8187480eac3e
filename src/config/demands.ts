import type { KeyPath } from './problems.ts';
import type { FileView } from './store-view.ts';

interface Demand {
  readonly key: readonly string[];
  readonly when: (text: (...key: string[]) => string | undefined, entities: readonly unknown[]) => boolean;
  readonly why: string;
}

const DEMANDS: readonly Demand[] = [
  {
    key: ['key'],
    when: (text) => text('source', 'files') === undefined,
    why: 'the store has no `source`, so that it is read by its API',
  },
  { key: ['orders', 'warehouse'], when: (text) => text('purpose') === 'books', why: 'purpose is books' },
  {
    key: ['orders', 'mailTemplatesOff'],
    when: (text) => text('orders', 'email') === 'shopper',
    why: 'orders.email is shopper',
  },
  {
    key: ['orders', 'houseEmail'],
    when: (text) => {
      const policy = text('customers', 'policy');
      return (text('orders', 'email') ?? 'house') === 'house' && policy !== undefined && policy !== 'house';
    },
    why: 'orders.email is house and customers.policy is not',
  },
  {
    key: ['orders', 'paymentTerms'],
    when: (text) => text('orders', 'dueDate') === 'terms',
    why: 'orders.dueDate is terms',
  },
  {
    key: ['customers', 'house'],
    when: (text) => text('customers', 'policy') === 'house',
    why: 'customers.policy is house',
  },
  {
    key: ['products', 'skuPrefix'],
    when: (text) => text('products', 'policy') === 'prefix',
    why: 'products.policy is prefix',
  },
  { key: ['products', 'map'], when: (text) => text('products', 'policy') === 'map', why: 'products.policy is map' },
  { key: ['rma'], when: (_, entities) => entities.includes('rmas'), why: 'entities has rmas' },
];

/** Keys that may be left out, but not beside what else the file says; `why` goes into the message. */
export function checkDemands(view: FileView): { path: KeyPath; why: string }[] {
  return view.secondaries().flatMap((store) => {
    const text = (...key: string[]) => view.text([...store, ...key]);
    const named = view.value([...store, 'entities']);
    const entities = Array.isArray(named) ? named : [];
    return DEMANDS.filter((demand) => demand.when(text, entities) && !view.has([...store, ...demand.key])).map(
      (demand) => ({
        path: [...store, ...demand.key],
        why: demand.why,
      }),
    );
  });
}
