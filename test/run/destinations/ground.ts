import { customerSteps } from '../../../src/entities/customer/write.ts';
import type { WriteStep } from '../../../src/entities/definition/write-step.ts';
import { type OrderWrite, orderSteps } from '../../../src/entities/order/write/steps.ts';
import { type PaymentCopy, paymentSteps } from '../../../src/entities/payment/write.ts';
import { productSteps } from '../../../src/entities/product/write.ts';
import { returnSteps } from '../../../src/entities/return/write.ts';
import type { LoadItem } from '../../../src/entities/writing/load-item.ts';
import { forgetful } from '../../../src/entities/writing/referenced.ts';
import { type FakeStore, type Seed, startFakeStore } from '../../../src/fake-store/index.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { emptyAddress } from '../../../src/model/address.ts';
import type { CustomerDraft, OrderDraft, ProductDraft, ReturnDraft } from '../../../src/model/drafts.ts';
import type { EntityName } from '../../../src/model/entities.ts';
import { decimal, ZERO } from '../../../src/model/money.ts';
import { originNote } from '../../../src/model/origin.ts';
import type { LocalDate } from '../../../src/model/time.ts';
import { type NetoClient, openNetoClient } from '../../../src/neto/client.ts';
import { memoryRequestLog } from '../../../src/neto/request-log.ts';
import type { Destination } from '../../../src/run/protocol/destination.ts';
import { loadBatch } from '../../../src/run/protocol/load-batch.ts';
import { type Step, Steps } from '../../../src/run/protocol/steps.ts';
import { impatience } from '../../support/impatience.ts';
import { openLedger } from '../../support/open-ledger.ts';

/** A primary on a real socket, in which nothing of west's stands yet but the order that its payment and return belong to. */
export interface Ground {
  readonly main: FakeStore;
  readonly client: NetoClient;
  /** The steps of all entities to this destination. @param mayWrite what every write asks first */
  steps(destination: Destination, mayWrite?: () => Promise<void>): Steps;
  /** Loads these items as a run of a ledger of its own does, and counts what was given to be written. */
  load<Draft>(step: Step<Draft>, items: readonly LoadItem<Draft>[]): Promise<Loaded>;
}

export interface Loaded {
  /** In the order of the items. */
  readonly outcomes: readonly (string | undefined)[];
  readonly written: number;
  readonly quarantined: Awaited<ReturnType<Ledger['quarantined']>>;
}

const seed: Seed = {
  name: 'main',
  staff: ['anna'],
  paymentMethods: [{ id: '1', name: 'Cash' }],
  items: [{ SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' }],
  customers: [{ Username: 'w_first', EmailAddress: 'first@example.com' }],
  warehouses: [{ id: '1', name: 'Main', isPrimary: true }],
  orders: [
    {
      OrderID: 'W1',
      OrderStatus: 'Dispatched',
      Username: 'w_first',
      DatePlaced: '2026-07-01 00:00:00',
      OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: '11.00' }],
    },
  ],
};

export async function withGround(work: (ground: Ground) => Promise<void>): Promise<void> {
  const key = 'x'.repeat(32);
  const main = await startFakeStore({ apiKey: key, seed });
  const requestLog = memoryRequestLog({ clock: impatience.clock });
  const client = openNetoClient({
    store: 'primary',
    readOnly: false,
    url: main.url,
    key,
    timeZone: 'Australia/Sydney',
    requestsPerMinute: null,
    pageSize: 50,
    requestLog,
    clock: impatience.clock,
  });
  try {
    await work({ main, client, steps: (destination, mayWrite) => stepsTo(client, destination, mayWrite), load });
  } finally {
    await client.close();
    requestLog.close();
    await main.close();
  }
}

function stepsTo(primary: NetoClient, destination: Destination, mayWrite = async () => {}): Steps {
  return new Steps({
    destination,
    mayWrite,
    services: {
      primary,
      signal: undefined,
      installation: () => null,
      hostOf: () => undefined,
      references: () => forgetful,
      rounding: { known: () => null, learn: async () => {} },
      onCopy: () => {},
      onCentsOff: () => {},
    },
  });
}

async function load<Draft>(step: Step<Draft>, items: readonly LoadItem<Draft>[]): Promise<Loaded> {
  const ledger = openLedger(':memory:');
  let written = 0;
  const { target } = step;
  const counting = {
    ...target,
    write: (some: readonly LoadItem<Draft>[]) => {
      written += some.length;
      return target.write(some);
    },
  };
  try {
    const run = await ledger.beginRun({ narrowed: false });
    const records = items.map(({ key: { sourceId } }) => ({ sourceId, hash: 'h', payload: '{}' }));
    await ledger.stagePage({ run, store: 'west', entity: step.entity, rules: 'r', records });
    const outcomes = await loadBatch({ ...step, target: counting, ledger, run, items });
    const quarantined = await ledger.quarantined();
    return { outcomes: items.map(({ key }) => outcomes.get(key.sourceId)), written, quarantined };
  } finally {
    await ledger.close();
  }
}

/** Of one entity: what a run would add. */
export interface Sample<Draft = unknown> {
  readonly entity: EntityName;
  readonly step: WriteStep<Draft>;
  readonly items: readonly LoadItem<Draft>[];
}

function sample<Draft>(entity: EntityName, step: WriteStep<Draft>, drafts: Readonly<Record<string, Draft>>): Sample {
  const items = Object.entries(drafts).map(([targetId, draft], index) => ({
    key: { store: 'west', entity, sourceId: sourceIdOf(targetId, index) },
    targetId,
    draft,
  }));
  // What a step is given is what it was made for.
  return { entity, step: step as WriteStep, items };
}

/** A payment's reference ends in its own id. */
function sourceIdOf(targetId: string, index: number): string {
  return targetId.startsWith('west:') ? targetId.slice('west:'.length) : `${index + 1}`;
}

const product = (sku: string): ProductDraft => ({
  sku,
  parentSku: '',
  name: `Product ${sku}`,
  brand: '',
  defaultPrice: decimal('11.00'),
  costPrice: ZERO,
  taxFree: false,
  taxInclusive: true,
  service: false,
  internalNotes: originNote('product', 'west', sku),
});

const customer = (username: string): CustomerDraft => ({
  username,
  email: `${username}@example.com`,
  type: 'Customer',
  abn: '',
  userGroup: '',
  internalNotes: originNote('customer', 'west', username),
  billing: { ...emptyAddress, firstName: 'Jane', lastName: username },
  shipping: { ...emptyAddress, firstName: 'Jane', lastName: username },
});

const order = (orderId: string, sourceId: string): OrderWrite => {
  const draft: OrderDraft = {
    orderId,
    username: 'w_first',
    email: 'first@example.com',
    billing: emptyAddress,
    shipping: emptyAddress,
    purchaseOrderNumber: '',
    customerReferences: [],
    salesChannel: 'West',
    deliveryInstruction: '',
    internalNotes: '',
    paymentMethod: '',
    paymentTerms: '',
    shippingMethod: '',
    signatureRequired: false,
    taxInclusive: true,
    taxFreeShipping: false,
    shippingCost: ZERO,
    shippingDiscount: ZERO,
    placedAt: null,
    requiredAt: null,
    invoicedOn: null,
    dueAt: null,
    status: 'New',
    lines: [
      {
        sku: 'MUG',
        description: 'Mug',
        notes: '',
        quantity: decimal('1'),
        unitPrice: decimal('11'),
        unitCost: null,
        discountPercent: ZERO,
        discountAmount: ZERO,
        taxFree: false,
        warehouseName: '',
        serialNumber: '',
        externalSystem: 'west',
        externalOrder: sourceId,
        externalLine: `${sourceId}-0`,
        extraOptions: [],
      },
    ],
  };
  return {
    draft,
    completion: { orderId, status: 'Dispatched', approved: true, exported: false },
    total: decimal('11'),
  };
};

const payment = (reference: string, amount: string): PaymentCopy => ({
  orderId: 'W1',
  methodName: 'Cash',
  authorisation: reference,
  amount: decimal(amount),
  paidOn: '2026-07-02' as LocalDate,
});

const returned: ReturnDraft = {
  orderId: 'W1',
  username: 'w_first',
  staff: 'anna',
  warehouseId: '1',
  reference: 'west:71',
  notes: 'west:71',
  taxInclusive: true,
  issuedOn: null,
  shippingRefund: ZERO,
  shippingTaxFree: true,
  taxCode: '',
  freeTaxCode: '',
  lines: [
    {
      sku: 'MUG',
      description: 'Mug',
      quantity: decimal('1'),
      subtotal: decimal('11'),
      taxFree: true,
      outcome: 'Refund',
      reason: 'Changed mind',
    },
  ],
  refunds: [],
  total: decimal('11'),
};

/** Something of every entity. Returns go one a call. */
export const samples: readonly Sample[] = [
  sample('products', productSteps.add, { BOOK: product('BOOK'), PEN: product('PEN') }),
  sample('customers', customerSteps.add, { w_jane: customer('w_jane'), w_john: customer('w_john') }),
  sample('orders', orderSteps.add, { W11: order('W11', '1'), W12: order('W12', '2') }),
  sample('payments', paymentSteps.add, { 'west:5': payment('west:5', '4'), 'west:6': payment('west:6', '7') }),
  sample('rmas', returnSteps.add, { 'west:71': returned }),
];
