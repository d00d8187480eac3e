import { type Fault, type Switches, seededFaults } from '../../src/fake-store/index.ts';
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

/** The first write of the action meets this fault, and the run dies of it or of nothing. */
function once(arena: Arena, action: string, fault: Fault): void {
  let met = false;
  arena.main.faults.next = (request) => {
    if (met || request.action !== action) return undefined;
    met = true;
    return fault;
  };
}

const killedAfter =
  (action: 'AddOrder' | 'AddPayment', time: number): Scenario =>
  (program) =>
    within(program, 11 + time, UNHELPFUL, async (arena) => {
      await arena.runUntil({ kind: 'point', point: `after ${action}`, time });
      return [];
    });

const doneAfterTheClientLooked =
  (action: 'AddOrder' | 'AddPayment'): Scenario =>
  (program) =>
    within(program, 21, { duplicateOrderId: 'renumber' }, async (arena) => {
      once(arena, action, { kind: 'write-after-reads', reads: 1 });
      await arena.runUntil(undefined);
      return [];
    });

const answerLost =
  (action: 'AddOrder' | 'AddPayment'): Scenario =>
  (program) =>
    within(program, 31, UNHELPFUL, async (arena) => {
      once(arena, action, { kind: 'reset', when: 'after' });
      await arena.runUntil(undefined);
      return [];
    });

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
  'a primary that lies': lies,
  'two runs at once': twoAtOnce,
  'an order that is shown late': committedLate,
};
