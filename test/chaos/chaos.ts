/**
 * Kills runs at random places while the stores fail at random, over many small populations, and compares what the
 * primary holds in the end with what the seeds say: `npm run chaos -- --kills 1000 [--seed n]`.
 */
import { parseArgs } from 'node:util';
import { type FaultKind, faultKinds, randomFrom, type Switches, seededFaults } from '../../src/fake-store/index.ts';
import { type Kill, openArena } from './arena.ts';
import { converge } from './converge.ts';
import { population } from './population.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const wanted = Number(values.kills);
const firstSeed = Number(values.seed);
if (!Number.isInteger(wanted) || wanted < 1 || !Number.isInteger(firstSeed)) {
  throw new RangeError('--kills takes a whole number from 1 on, --seed a whole number');
}

const total = { kills: 0, 'kills in flight': 0, 'runs that ended': 0, populations: 0, faults: 0 };
const compared = new Map<string, number>();
const violations: string[] = [];
const started = performance.now();

console.log(`chaos: ${wanted} kills from seed ${firstSeed}`);
for (let seed = firstSeed; total.kills < wanted; seed += 1) {
  await onePopulation(seed);
  total.populations += 1;
  if (total.populations % 25 === 0)
    console.log(`  ${total.kills} kills, ${violations.length} violations, ${minutes()}`);
}
console.log(
  `kills ${total.kills} (${total['kills in flight']} of them with a request in flight), runs that ended by themselves ${total['runs that ended']}`,
);
console.log(`populations ${total.populations}, faults met ${total.faults}, ${minutes()}`);
console.log(`compared: ${[...compared].map(([what, count]) => `${what} ${count}`).join(', ')}`);
console.log(
  violations.length === 0
    ? '0 lost, 0 doubled, 0 wrong amounts, 0 mails to shoppers, 0 writes to secondaries, own records as they were'
    : `${violations.length} violations`,
);
process.exitCode = violations.length === 0 ? 0 : 1;

async function onePopulation(seed: number): Promise<void> {
  const random = randomFrom(seed);
  const people = population(seed, 3 + Math.floor(random() * 8));
  const arena = await openArena({
    population: people,
    switches: { ...shape(random), ...primaryOf(random) },
    secondarySwitches: { ...shape(random), ...pagingOf(random) },
  });
  try {
    const faults = faultsOf(random);
    for (const [index, store] of [arena.main, arena.west, arena.south].entries()) {
      const plan = seededFaults({
        ...faults,
        seed: seed * 3 + index,
        rate: index === 0 ? faults.rate : faults.rate / 3,
      });
      store.faults.next = (request) => {
        const fault = plan(request);
        if (fault !== undefined) total.faults += 1;
        return fault;
      };
    }
    for (let kills = 1 + Math.floor(random() * 4); kills > 0; kills -= 1) {
      const kill: Kill = {
        kind: random() < 0.5 ? 'point' : 'request',
        time: 1 + Math.floor(random() * oneOf(random, [20, 60, 140])),
      };
      const end = await arena.runUntil(kill);
      if (end.errors !== '') violations.push(`seed ${seed}: ${end.errors.slice(0, 500)}`);
      total[end.killed ? 'kills' : 'runs that ended'] += 1;
      if (end.killed && kill.kind === 'request') total['kills in flight'] += 1;
    }
    const verdict = await converge(arena, people.truth);
    for (const violation of verdict.violations) {
      violations.push(`seed ${seed}: ${violation}`);
      console.log(`VIOLATION seed ${seed}: ${violation}`);
    }
    for (const [what, count] of Object.entries(verdict.compared)) compared.set(what, (compared.get(what) ?? 0) + count);
  } finally {
    await arena.close();
  }
}

function oneOf<T>(random: () => number, among: readonly T[]): T {
  return among[Math.floor(random() * among.length)] as T;
}

function shape(random: () => number): Partial<Switches> {
  return {
    collapse: oneOf(random, ['always', 'mixed', 'never']),
    emptyList: oneOf(random, ['empty-text', 'empty-array', 'missing']),
    messages: oneOf(random, ['object', 'array']),
    wrapper: random() < 0.2,
  };
}

function pagingOf(random: () => number): Partial<Switches> {
  return { pageBase: oneOf(random, [0, 1]), shortPages: random() < 0.2, repeatRows: random() < 0.2 };
}

function primaryOf(random: () => number): Partial<Switches> {
  return {
    visibleAfterReads: oneOf(random, [0, 0, 1, 2]),
    paymentVisibleAfterReads: oneOf(random, [0, 0, 1, 2]),
    batch: oneOf(random, ['atomic', 'partial']),
    duplicateOrderId: oneOf(random, ['error', 'overwrite', 'renumber']),
    duplicateUsername: oneOf(random, ['error', 'overwrite']),
    duplicateSku: oneOf(random, ['error', 'overwrite']),
    updateOfUnknown: oneOf(random, ['warning', 'error']),
    overpayment: oneOf(random, ['credit', 'error']),
    fullPaymentApproves: random() < 0.5,
    paymentBumpsDateUpdated: random() < 0.5,
  };
}

/** Few kinds at a time meet more of each other than all at once. */
function faultsOf(random: () => number): { readonly rate: number; readonly kinds: readonly FaultKind[] } {
  const kinds = faultKinds.filter((kind) => (kind === 'no-answer' ? random() < 0.1 : random() < 0.4));
  return { rate: oneOf(random, [0, 0.05, 0.15, 0.3]), kinds: kinds.length === 0 ? ['reset-after'] : kinds };
}

function minutes(): string {
  return `${((performance.now() - started) / 60_000).toFixed(1)} minutes`;
}
