import { readPipeline } from '../../src/config/read-pipeline.ts';
import type { StagedRecord } from '../../src/ledger/record.ts';
import { decimal } from '../../src/model/money.ts';
import type { LocalDate } from '../../src/model/time.ts';
import { openOwnLedger } from '../../src/session/own-ledger.ts';
import { Resources } from '../../src/session/resources.ts';

const AT_ONCE = 1_000;

export interface Filling {
  readonly file: string;
  readonly environment: NodeJS.ProcessEnv;
  /** The state home. */
  readonly home: string;
  /** Orders that one run has read. */
  readonly all: number;
  /** Of these, in quarantine. */
  readonly waiting: number;
  /** How many decisions half of those are about, by the names of shipping methods; the others are decided one by one. `one`: all of them are about one. */
  readonly methods: number | 'one';
}

const lines = Array.from({ length: 8 }, (_, line) => ({
  sku: `SKU-${line}-LONG-ENOUGH`,
  name: 'A thing with a name of the usual length',
  quantity: '2',
  unitPrice: '12.95',
  taxFree: false,
  discountPercent: '0',
}));

function order(number: number, methods: number): StagedRecord {
  const amount = decimal(`${10 + (number % 9_000)}.${String(number % 100).padStart(2, '0')}`);
  const payload = JSON.stringify({
    id: `N${number}`,
    shippingMethod: `Way ${number % methods}`,
    purchaseOrderNumber: `PO-${number}`,
    customerReferences: [`ref-${number}-of-the-shopper`],
    billing: { firstName: 'Jane', lastName: `Smith${number % 1000}`, street: '12 Some Lane', city: 'Perth' },
    lines,
  });
  const facts = { bookedOn: `2026-0${1 + (number % 9)}-1${number % 10}` as LocalDate };
  return { sourceId: `N${number}`, hash: String(number), payload, amount, facts };
}

/** Orders `N1` and on, as one run of many has left them: copied, or in quarantine. */
export async function fill({ file, environment, home, all, waiting, methods }: Filling): Promise<void> {
  const ways = methods === 'one' ? 1 : methods;
  const resources = new Resources();
  try {
    const pipeline = await readPipeline(file, environment);
    const ledger = await openOwnLedger(pipeline, { now: Date.now, home }, resources);
    const run = await ledger.beginRun({ narrowed: false });
    for (let first = 0; first < all; first += AT_ONCE) {
      const numbers = Array.from({ length: Math.min(AT_ONCE, all - first) }, (_, place) => first + place + 1);
      const records = numbers.map((number) => order(number, ways));
      await ledger.stagePage({ run, store: 'west', entity: 'orders', rules: '', records });
      const keyOf = (number: number) => ({ store: 'west', entity: 'orders', sourceId: `N${number}` }) as const;
      const isWaiting = (number: number): boolean => number % (all / waiting) === 0;
      await ledger.adopt(
        run,
        numbers.filter((one) => !isWaiting(one)).map((one) => ({ key: keyOf(one), targetId: `W${one}` })),
      );
      await ledger.decide(
        run,
        numbers.filter(isWaiting).map((number) => {
          const isOfMany = methods === 'one' || number % 2 === 0;
          const reason = isOfMany ? 'shipping-method-unmapped' : 'total-unexplained';
          const message = isOfMany ? `Shipping method "Way ${number % ways}"` : `N${number} comes to another total`;
          return { kind: 'quarantine', key: keyOf(number), reason, message } as never;
        }),
      );
    }
    await ledger.finishRun(run, 'open', '{}');
  } finally {
    await resources.close();
  }
}

/** A pipeline of one store, which nobody answers for. */
export function pipelineOf(name: string, ledger: string): unknown {
  const store = { key: `\${KEY}`, timezone: 'Australia/Sydney' };
  const west = {
    ...{ name: 'west', url: 'http://127.0.0.1:9', ...store, prefix: { N: 'W' }, since: '2026-01-01', purpose: 'books' },
    ...{
      customers: { policy: 'house', house: { username: 'west', email: 'a@example.com' } },
      products: { policy: 'match' },
    },
    orders: { warehouse: 'Virtual', surchargeSku: 'FEE', houseEmail: 'a@example.com' },
  };
  return { name, ledger, primary: { url: 'http://127.0.0.1:8', ...store, prefixes: ['N'] }, secondaries: [west] };
}
