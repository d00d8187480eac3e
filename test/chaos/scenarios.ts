import { type Alteration, type Fault, type Switches, seededFaults } from '../../src/fake-store/index.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { type Arena, openArena } from './arena.ts';
import { converge } from './converge.ts';
import { population, type Truth } from './population.ts';
import { verifyAlways } from './verify.ts';

/** @returns what is not as it should be in the end, as sentences */
export type Scenario = (program?: string) => Promise<readonly string[]>;

/** A primary that shows what it stored late, and gives a second order of one number a number of its own. */
const UNHELPFUL: Partial<Switches> = {
  visibleAfterReads: 3,
  paymentVisibleAfterReads: 3,
  rmaVisibleAfterReads: 3,
  duplicateOrderId: 'renumber',
  overpayment: 'credit',
};

const ORDERS = 6;

async function within(
  program: string | undefined,
  seed: number,
  switches: Partial<Switches>,
  work: (arena: Arena, truth: Truth) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const people = population(seed, ORDERS);
  const arena = await openArena({ population: people, switches, ...(program === undefined ? {} : { program }) });
  try {
    const found = await work(arena, people.truth);
    if (found.length > 0) return found;
    return (await converge(arena, people.truth)).violations;
  } catch (error) {
    return [`The program failed: ${error instanceof Error ? error.message : String(error)}`];
  } finally {
    await arena.close();
  }
}

type Write = 'AddOrder' | 'AddPayment' | 'AddRma';

/** The first write of the action meets this fault in a run. @returns what to say where nothing of the kind was written */
async function meets(arena: Arena, action: Write, fault: Fault): Promise<string[]> {
  let met = false;
  arena.main.faults.next = (request) => {
    if (met || request.action !== action) return undefined;
    met = true;
    return fault;
  };
  await arena.runUntil(undefined);
  return met ? [] : [`the population has no ${action}`];
}

const killedAfter =
  (action: Write, time: number): Scenario =>
  (program) =>
    within(program, 11 + time, UNHELPFUL, async (arena) => {
      const { killed } = await arena.runUntil({ kind: 'point', point: `after ${action}`, time });
      return killed ? [] : [`there is no ${action} of number ${time}`];
    });

const doneAfterTheClientLooked =
  (action: Write): Scenario =>
  (program) =>
    within(program, 21, { duplicateOrderId: 'renumber' }, (arena) =>
      meets(arena, action, { kind: 'write-after-reads', reads: 1 }),
    );

const answerLost =
  (action: Write): Scenario =>
  (program) =>
    within(program, 31, UNHELPFUL, (arena) => meets(arena, action, { kind: 'reset', when: 'after' }));

const errorThoughStored =
  (action: Write): Scenario =>
  (program) =>
    within(program, 31, UNHELPFUL, (arena) =>
      meets(arena, action, { kind: 'error-though-stored', shownAfterReads: 2 }),
    );

/**
 * What can't be told apart is not written twice: of payments and of returns one is written in all, which is told, and what is
 * left stays open.
 */
const referencesLost =
  (alteration: Alteration): Scenario =>
  async (program) => {
    const { truth, ...people } = population(71, ORDERS);
    const lost = [alteration];
    const references = { CardAuthorisation: lost, PurchaseOrderNumber: lost, InternalNotes: lost };
    const arena = await openArena({
      population: { ...people, truth },
      switches: { references },
      ...(program === undefined ? {} : { program }),
    });
    try {
      const found: string[] = [];
      for (let run = 1; run <= 3; run += 1) found.push(...saysWhatIsOpen(await arena.run(), truth));
      const copies = new Set(truth.copies.map(({ targetId }) => targetId));
      const written = {
        payments: arena.main.payments().filter(({ OrderID }) => copies.has(OrderID)).length,
        rmas: arena.main.rmas().length,
      };
      for (const [entity, count] of Object.entries(written)) {
        if (count !== 1) found.push(`${count} ${entity} were written`);
      }
      const orders = new Set(arena.main.orders().map(({ OrderID }) => OrderID));
      for (const { targetId } of truth.copies) if (!orders.has(targetId)) found.push(`${targetId} is not there`);
      return found;
    } finally {
      await arena.close();
    }
  };

function saysWhatIsOpen({ run, stores, problems, quarantine }: RunSummary, { copies }: Truth): string[] {
  const found: string[] = [];
  const told = new Set([...problems, ...quarantine].map(({ code }) => code));
  if (!told.has('reference-altered')) found.push(`run ${run} says nothing of references`);
  for (const [entity, field] of [
    ['payments', 'payments'],
    ['rmas', 'returns'],
  ] as const) {
    const all = copies.flatMap((copy) => [...copy[field].keys()]).map((one) => one.replace(':', ` ${entity} `));
    const held = quarantine.map((one) => `${one.store} ${one.entity} ${one.sourceId}`);
    const pending = Object.values(stores).reduce((sum, counts) => sum + (counts[entity]?.pending ?? 0), 0);
    const open = pending + held.filter((one) => all.includes(one)).length;
    if (open < all.length) found.push(`run ${run} has ${open} ${entity} open, of ${all.length}`);
  }
  return found;
}

const lies: Scenario = (program) =>
  within(program, 41, {}, async (arena) => {
    arena.main.faults.next = seededFaults({ seed: 41, rate: 0.3, kinds: ['lie', 'partial-success'] });
    await arena.runUntil(undefined);
    return [];
  });

const twoAtOnce: Scenario = (program) =>
  within(program, 51, UNHELPFUL, async (arena, truth) => {
    // Slow enough that both are at it at the same time.
    arena.main.faults.next = () => ({ kind: 'late', milliseconds: 15 });
    const ends = await Promise.all([arena.runUntil(undefined), arena.runUntil(undefined)]);
    const refused = ends.filter(({ errors }) => errors.includes('pipeline-locked')).length;
    const found = verifyAlways(arena, arena.before, truth).violations;
    return refused === 1 ? found : [...found, `${2 - refused} runs went on at the same time`];
  });

/** A store that shows an order only after the moment that it bears: by then the cursor has passed it. */
const committedLate: Scenario = (program) =>
  within(program, 61, {}, async (arena, truth) => {
    const [first] = truth.copies.filter(({ store }) => store === 'west');
    const order = arena.west.order(first?.sourceId ?? '');
    if (order === undefined) return ['the population has no order of west'];
    const payments = arena.west.payments(order.OrderID);
    arena.west.panel.removeOrder(order.OrderID);
    await arena.runUntil(undefined);
    const justBefore = new Date(arena.clock() - 30_000).toISOString().slice(0, 19).replace('T', ' ');
    arena.west.panel.addOrder({
      ...order,
      DateUpdated: justBefore,
      OrderPayment: payments.map(({ PaymentID, AmountPaid, PaymentMethodName, DatePaid }) => ({
        Id: PaymentID,
        Amount: AmountPaid,
        PaymentType: PaymentMethodName,
        DatePaid,
      })),
    });
    return [];
  });

export const scenarios: Readonly<Record<string, Scenario>> = {
  'killed after AddOrder': killedAfter('AddOrder', 1),
  'killed after the second AddOrder': killedAfter('AddOrder', 2),
  'killed after AddPayment': killedAfter('AddPayment', 1),
  'killed after the second AddPayment': killedAfter('AddPayment', 2),
  'AddOrder done after the client looked': doneAfterTheClientLooked('AddOrder'),
  'AddPayment done after the client looked': doneAfterTheClientLooked('AddPayment'),
  'the answer to AddOrder lost': answerLost('AddOrder'),
  'the answer to AddPayment lost': answerLost('AddPayment'),
  'killed after AddRma': killedAfter('AddRma', 1),
  'AddRma done after the client looked': doneAfterTheClientLooked('AddRma'),
  'the answer to AddRma lost': answerLost('AddRma'),
  'AddPayment answered with an error though stored': errorThoughStored('AddPayment'),
  'AddRma answered with an error though stored': errorThoughStored('AddRma'),
  'a primary that drops references': referencesLost({ how: 'dropped' }),
  'a primary that cuts references': referencesLost({ how: 'cut', characters: 4 }),
  'a primary that lies': lies,
  'two runs at once': twoAtOnce,
  'an order that is shown late': committedLate,
};
