import { beforeAll, describe, expect, test } from 'vitest';
import { type FaultKind, seededFaults } from '../../src/fake-store/index.ts';
import { type Arena, openArena } from '../chaos/arena.ts';
import { converge } from '../chaos/converge.ts';
import { population } from '../chaos/population.ts';
import { keylessIn } from '../chaos/refused.ts';
import { pairwise } from '../support/pairwise.ts';

/** What the reference leaves open about a store, and what goes wrong while the run is killed. */
const matrix = pairwise({
  visibleAfterReads: [0, 1, 2],
  paymentVisibleAfterReads: [0, 1, 2],
  rmaVisibleAfterReads: [0, 1, 2],
  batch: ['partial', 'atomic'],
  duplicateOrderId: ['error', 'overwrite', 'renumber'],
  duplicateUsername: ['error', 'overwrite'],
  duplicateSku: ['error', 'overwrite'],
  updateOfUnknown: ['warning', 'error'],
  fullPaymentApproves: [true, false],
  overpayment: ['credit', 'error'],
  collapse: ['mixed', 'always', 'never'],
  emptyList: ['empty-text', 'empty-array', 'missing'],
  messages: ['object', 'array'],
  wrapper: [false, true],
  pageBase: [0, 1],
  shortPages: [false, true],
  repeatRows: [false, true],
  faults: ['none', 'lost', 'late', 'partial', 'reads'],
});
type MatrixRow = (typeof matrix)[number];

const faultsOf: Readonly<Record<MatrixRow['faults'], readonly FaultKind[]>> = {
  none: [],
  lost: ['error-before', 'error-after', 'reset-before', 'reset-after', 'truncated', 'cut-off'],
  late: ['write-after-reads', 'lie', 'slow'],
  partial: ['partial-error', 'partial-success', 'partial-reset', 'rate-limited'],
  reads: ['html', 'drift', 'error-before', 'reset-after', 'truncated'],
};

/** The durable steps of the protocol, for each entity and step: every run of a usual population passes them. */
const steps = ['products add', 'customers add', 'orders add', 'orders approve', 'payments add', 'rmas add'];
const sure = [
  'after beginRun',
  'after restage',
  ...['orders', 'payments', 'customers', 'products', 'rmas'].map((entity) => `after stagePage ${entity}`),
  'after completeWindow orders',
  'after completeWindow payments',
  'after completeWindow rmas',
  ...steps.map((step) => `after recordIntents ${step}`),
  ...['AddItem', 'AddCustomer', 'AddOrder', 'UpdateOrder', 'AddPayment', 'AddRma'].flatMap((action) => [
    `before ${action}`,
    `after ${action}`,
  ]),
  ...steps.map((step) => `after settle ${step} ${step === 'orders add' ? 'step-done' : 'loaded'}`),
  'after finishRun',
];

/**
 * What follows a lost answer. Which write loses its answer hangs on how long it took, so that a point seen once need not be
 * met again. No row of the matrix loses the answer to a return.
 */
const metAsTheyCome = steps.filter((step) => step !== 'rmas add').map((step) => `after noteLookUps ${step}`);

const SMALL = 6;

async function withRow<T>(
  row: MatrixRow,
  seed: number,
  work: (arena: Arena, people: ReturnType<typeof population>) => Promise<T>,
): Promise<T> {
  const { faults, pageBase, shortPages, repeatRows, ...primary } = row;
  const { collapse, emptyList, messages, wrapper } = primary;
  const refused = new Set<string>();
  const planned = population(seed, SMALL);
  const people = { ...planned, truth: { ...planned.truth, refused } };
  const arena = await openArena({
    population: people,
    switches: primary,
    secondarySwitches: { collapse, emptyList, messages, wrapper, pageBase, shortPages, repeatRows },
  });
  const kinds = faultsOf[faults];
  if (kinds.length > 0) {
    for (const [index, store] of [arena.main, arena.west, arena.south].entries()) {
      const plan = seededFaults({ seed: seed * 3 + index, rate: index === 0 ? 0.25 : 0.1, kinds });
      store.faults.next = (request) => {
        const fault = plan(request);
        // An answer of Error is what those wait for a person with that were not stored.
        if (fault?.kind === 'partial-batch' && fault.answer === 'error')
          for (const name of keylessIn(request)) refused.add(name);
        return fault;
      };
    }
  }
  try {
    return await work(arena, people);
  } finally {
    await arena.close();
  }
}

/** Every point that runs of this population reach, with and without faults, and how often. */
const points = new Map<string, { readonly times: number; readonly row: MatrixRow; readonly seed: number }>();
const reached: string[] = [];

beforeAll(async () => {
  for (const [seed, row] of matrix.entries()) {
    await withRow(row, seed, async (arena) => {
      const end = await arena.runUntil(undefined);
      expect(end.errors, JSON.stringify(row)).toBe('');
      for (const point of new Set(end.points)) {
        const times = end.points.filter((one) => one === point).length;
        const known = points.get(point);
        if (known === undefined || known.times < times) points.set(point, { times, row, seed });
      }
    });
  }
}, 600_000);

describe('kill -9 at every point between two durable steps', () => {
  test('loses nothing, doubles nothing and touches nothing else, whatever the primary is like', {
    timeout: 900_000,
  }, async () => {
    let compared = 0;
    for (const [turn, [point, { times, row, seed }]] of [...points].entries()) {
      // Where it was seen: there it is reached again. Then once more in another row, faults or none.
      const again = matrix[turn % matrix.length] ?? row;
      for (const [where, own, time] of [
        [row, seed, times > 1 ? times : 1],
        [again, turn, 1],
        // How often a point is reached depends on the time that answers take; its first time does not.
        [row, seed, 1],
      ] as const) {
        if (time === 1 && where === row && own === seed && reached.includes(point)) continue;
        await withRow(where, own, async (arena, { truth }) => {
          const end = await arena.runUntil({ kind: 'point', point, time });
          if (end.killed) reached.push(point);
          const verdict = await converge(arena, truth);
          expect(verdict.violations, `${point} (${time}) in ${JSON.stringify(where)}, seed ${own}`).toEqual([]);
          compared += Object.values(verdict.compared).reduce((sum, count) => sum + count, 0);
        });
      }
    }
    expect(sure.filter((point) => !reached.includes(point))).toEqual([]);
    expect(reached.some((point) => metAsTheyCome.includes(point))).toBe(true);
    expect(compared).toBeGreaterThan(10_000);
  });

  test('the points are those of the protocol, for each entity and step', () => {
    expect([...points.keys()]).toEqual(expect.arrayContaining([...sure, ...metAsTheyCome]));
  });
});
