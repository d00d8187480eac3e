import type { FakeStore } from '../../src/fake-store/index.ts';
import { house } from './population.ts';

/** What of the pipeline file people change while the runs go on. */
export interface Rules {
  /** How `west` is called, and what its numbers begin with in the primary. */
  readonly west: { readonly name: string; readonly prefix: string };
  /** Whether there is a rule for all that staff can mend by one: the shipping method Camel, payment by Shells. */
  readonly mended: boolean;
  /** Of returns; one that the primary lacks keeps all of them in quarantine. */
  readonly warehouse: string;
}

export const usualRules: Rules = { west: { name: 'west', prefix: 'W' }, mended: false, warehouse: 'Virtual' };

export function pipelineText(
  stores: Readonly<Record<'main' | 'west' | 'south', FakeStore>>,
  timeoutSeconds: number,
  { west, mended, warehouse }: Rules = usualRules,
  batchSizes: readonly number[] = [1, 2, 4],
): string {
  const [camel, barter] = mended ? [', Camel: Post', ', Shells: PayPal'] : ['', ''];
  const secondary = (store: 'west' | 'south', name: string, zone: string, prefix: string, rest: string): string => `
  - name: ${name}
    url: ${stores[store].url}
    key: \${${store.toUpperCase()}_KEY}
    timezone: ${zone}
    requestsPerMinute: unlimited
    timeoutSeconds: 1
    pageSize: 4
    prefix: { N: ${prefix} }
    since: 2026-07-01
    purpose: books
    entities: [products, customers, orders, payments, rmas]
    rma: { staff: anna, warehouse: ${warehouse} }
    orders: { email: house, houseEmail: ${house}, salesChannel: ${name}, warehouse: Virtual, surchargeSku: SURCHARGE, shippingMethods: { Post: Post${camel} } }
    payments: { methods: { Credit Card: Credit Card, PayPal: PayPal${barter} } }
${rest}`;
  return `name: chaos
ledger: chaos.db
primary:
  url: ${stores.main.url}
  key: \${MAIN_KEY}
  prefixes: [N]
  timezone: Australia/Sydney
  requestsPerMinute: unlimited
  timeoutSeconds: ${timeoutSeconds}
load: { batchSizes: [${batchSizes.join(', ')}] }
secondaries:${secondary('west', west.name, 'Australia/Perth', west.prefix, '    customers: { policy: prefix, usernamePrefix: w_ }\n    products: { policy: prefix, skuPrefix: W- }')}
${secondary('south', 'south', 'Australia/Adelaide', 'S', '    customers: { policy: house, house: { username: south_house, email: south@example.com } }\n    products: { policy: placeholder, placeholderSku: SOUTH-SALE }')}
`;
}
