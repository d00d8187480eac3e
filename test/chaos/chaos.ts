/**
 * Kills runs at random places while the stores fail at random, over many small populations, and compares what the
 * primary holds in the end with what the seeds say: `npm run chaos -- --kills 1000 [--seed n]`.
 */
import {
  ackErrorKinds,
  type Fault,
  type FaultKind,
  type FaultRequest,
  faultKinds,
  randomFrom,
  type Switches,
  seededFaults,
} from '../../src/fake-store/index.ts';
import { readOptions, whole } from '../support/command-line.ts';
import { type Arena, type ChildEnd, type Kill, openArena, type Place } from './arena.ts';
import { enterByHand } from './by-hand.ts';
import { converge } from './converge.ts';
import { overlapExports } from './exports.ts';
import { runTwoCopies } from './ledger-copies.ts';
import { moveLedger } from './ledger-moves.ts';
import { population, type Truth } from './population.ts';
import { keylessIn } from './refused.ts';
import { oneOf, type Scene } from './scene.ts';
import { beginAnew, renameStore } from './store-names.ts';
import { keyAnew, tamper } from './tamper.ts';
import type { Verdict } from './verify.ts';

const usage = `npm run chaos -- [--kills 100] [--seed n] [--large]
  --kills  kills at random places, over as many small populations as that takes
  --seed   of the first population; one from the clock where none is given
  --large  populations of up to 60 orders a store, in batches of 50, only; else one in five is so large`;
const [wanted, firstSeed, allLarge] = readOptions(
  usage,
  {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    large: { type: 'boolean', default: false },
  },
  ({ kills, seed, large }) => [whole('kills', kills, 1), whole('seed', seed, 0), large === true] as const,
);

const LISTS = { usual: 5, most: 10 };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How far a clock is ahead, in seconds. */
const CLOCKS = [-2 * 86_400, -8 * 3600, -1200, 1200, 8 * 3600, 11 * 3600] as const;
/** What a primary makes of our references without making them unreadable. */
const REFERENCES: readonly Switches['references'][] = [
  { CardAuthorisation: [{ how: 'cut', characters: 12 }], PurchaseOrderNumber: [{ how: 'cut', characters: 12 }] },
  { CardAuthorisation: [{ how: 'wrapped', before: '[', after: ']' }], InternalNotes: [{ how: 'dropped' }] },
  {
    CardAuthorisation: [{ how: 'stamped', where: 'after' }],
    PurchaseOrderNumber: [{ how: 'stamped', where: 'after' }],
  },
  { CardAuthorisation: [{ how: 'upper-case' }], InternalNotes: [{ how: 'spaces-lost' }] },
];

const total = { kills: 0, 'kills in flight': 0, 'runs that ended': 0, populations: 0, faults: 0 };
const compared = new Map<string, number>();
const planted = new Map<string, number>();
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
console.log(`planted: ${[...planted].map(([what, count]) => `${what} ${count}`).join(', ')}`);
console.log(
  violations.length === 0
    ? '0 lost, 0 doubled, 0 wrong amounts, 0 mails to shoppers, 0 writes to secondaries, own records as they were'
    : `${violations.length} violations`,
);
process.exitCode = violations.length === 0 ? 0 : 1;

async function onePopulation(seed: number): Promise<void> {
  const random = randomFrom(seed);
  const isLarge = allLarge || seed % 5 === 0;
  const people = population(seed, isLarge ? 20 + Math.floor(random() * 40) : 3 + Math.floor(random() * 8));
  const arena = await openArena({
    population: people,
    batchSizes: isLarge ? [1, 3, 50] : undefined,
    // Several lots are under way beside each other, as in a store of many hundred orders; and sometimes one alone.
    chunk: seed % 4 === 0 ? undefined : isLarge ? 12 : 3,
    // Of few orders, too, more are asked for at once than some stores take.
    listSizes: seed % 4 === 1 ? undefined : LISTS,
    switches: { ...shape(random), ...primaryOf(random), ...listsOf(random, seed) },
    secondarySwitches: { ...shape(random), ...pagingOf(random), ...listsOf(random, seed) },
  });
  for (const { on } of people.lies) plant(`GST altered (${on})`);
  for (const _ of people.foreign) plant('order in another currency');
  const scene: Scene = {
    arena,
    prompt: false,
    random,
    planted: plant,
    violation: (what) => tell(`seed ${seed}: ${what}`),
    kill: (place) => killOnce(arena, seed, random, place),
  };
  try {
    const refused = new Set<string>();
    let truth: Truth = { ...people.truth, refused };
    plantFaults(arena, seed, random, refused);
    for (let kills = 1 + Math.floor(random() * 4); kills > 0; kills -= 1) {
      wrongClocks(arena, random);
      await killOnce(arena, seed, random);
      if (random() < 0.15) await renameStore(scene);
      if (random() < 0.3) await moveLedger(scene);
      if (random() < 0.25) truth = await runTwoCopies(scene, truth);
    }
    // What was in the middle of being copied is keyed anew, and another run may die of that.
    if (random() < 0.5) {
      truth = keyAnew(arena, truth, random, plant);
      wrongClocks(arena, random);
      await killOnce(arena, seed, random);
    }
    rightClocks(arena);
    // What was stamped behind is found by the daily re-listing.
    arena.passTime(DAY + HOUR);
    if (!judge(seed, 'after the kills', await converge(arena, truth, plant))) return;
    if (random() < 0.4) await beginAnew(scene, truth);
    if (random() < 0.5) {
      truth = await overlapExports(scene, truth);
      if (!judge(seed, 'after the exports', await converge(arena, truth, plant))) return;
    }
    if (random() < 0.5) {
      truth = await enterByHand(scene, truth);
      if (!judge(seed, 'after what staff entered', await converge(arena, truth, plant))) return;
    }
    truth = tamper(arena, truth, random, plant);
    arena.passTime(DAY + HOUR);
    if (random() < 0.5) await killOnce(arena, seed, random);
    arena.passTime(DAY + HOUR);
    judge(seed, 'after the tampering', await converge(arena, truth, plant));
  } finally {
    await arena.close();
  }
}

async function killOnce(arena: Arena, seed: number, random: () => number, place?: Place): Promise<ChildEnd> {
  const kill: Kill = {
    kind: random() < 0.5 ? 'point' : 'request',
    time: 1 + Math.floor(random() * oneOf(random, [20, 60, 140])),
  };
  const end = await arena.runUntil(kill, place);
  if (end.errors !== '') tell(`seed ${seed}: ${end.errors.slice(0, 500)}`);
  total[end.killed ? 'kills' : 'runs that ended'] += 1;
  if (end.killed && kill.kind === 'request') total['kills in flight'] += 1;
  return end;
}

/** @returns whether all is as it should be */
function judge(seed: number, when: string, verdict: Verdict): boolean {
  for (const violation of verdict.violations) tell(`seed ${seed}, ${when}: ${violation}`);
  for (const [what, count] of Object.entries(verdict.compared)) compared.set(what, (compared.get(what) ?? 0) + count);
  return verdict.violations.length === 0;
}

function tell(violation: string): void {
  violations.push(violation);
  console.log(`VIOLATION ${violation}`);
}

function plant(what: string): void {
  planted.set(what, (planted.get(what) ?? 0) + 1);
}

/** @param refused is given `store entity id` of each payment and return that the primary refuses */
function plantFaults(arena: Arena, seed: number, random: () => number, refused: Set<string>): void {
  const faults = faultsOf(random);
  for (const [index, store] of [arena.main, arena.west, arena.south].entries()) {
    const plan = seededFaults({
      ...faults,
      seed: seed * 3 + index,
      rate: index === 0 ? faults.rate : faults.rate / 3,
    });
    store.faults.next = (request) => {
      const fault = withRefused(plan(request), request, refused);
      if (fault !== undefined) total.faults += 1;
      return fault;
    };
  }
}

/** What has a key is sent again; what has none waits for a person once it was refused. */
function withRefused(fault: Fault | undefined, request: FaultRequest, refused: Set<string>) {
  if (fault === undefined) return undefined;
  const keyless = keylessIn(request);
  // Of a batch, those that were refused together are sent alone before anybody is asked.
  const refusedAlone =
    fault.kind === 'partial-batch' && fault.answer === 'error' && fault.stored === 0 && keyless.length === 1;
  if (fault.kind !== 'refused' && !refusedAlone) return fault;
  if (keyless.length === 0) return undefined;
  for (const name of keyless) {
    refused.add(name);
    plant(`${name.split(' ')[1] ?? ''} refused`);
  }
  return fault;
}

/** Of one store, of all, or this machine's: for the next run, until they are wrong otherwise or set right. */
function wrongClocks(arena: Arena, random: () => number): void {
  rightClocks(arena);
  if (random() < 0.6) return;
  const ahead = oneOf(random, CLOCKS);
  const stores = oneOf(random, [[arena.main], [arena.west], [arena.south], [arena.main, arena.west, arena.south], []]);
  for (const { switches } of stores)
    switches[oneOf(random, ['currentTimeOffset', 'dateUpdatedOffset'] as const)] = ahead;
  if (stores.length === 0) arena.ownClockAhead = ahead * 1000;
  plant(`clock ${ahead / 60} minutes ahead`);
}

function rightClocks(arena: Arena): void {
  arena.ownClockAhead = 0;
  for (const { switches } of [arena.main, arena.west, arena.south]) {
    switches.currentTimeOffset = 0;
    switches.dateUpdatedOffset = 0;
  }
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

/** Half of the stores take no list that is longer than usual. */
function listsOf(random: () => number, seed: number): Partial<Switches> {
  const longFilter = oneOf(random, ['first-ones', 'last-ones', 'refused'] as const);
  return { filterValues: random() < 0.5 || seed % 4 === 1 ? 0 : LISTS.usual, longFilter };
}

function primaryOf(random: () => number): Partial<Switches> {
  return {
    visibleAfterReads: oneOf(random, [0, 0, 1, 2]),
    paymentVisibleAfterReads: oneOf(random, [0, 0, 1, 2]),
    rmaVisibleAfterReads: oneOf(random, [0, 0, 1, 2]),
    references: random() < 0.3 ? oneOf(random, REFERENCES) : {},
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
  const kinds = [...faultKinds, ...ackErrorKinds].filter((kind) =>
    kind === 'no-answer' ? random() < 0.1 : random() < 0.4,
  );
  return { rate: oneOf(random, [0, 0.05, 0.15, 0.3]), kinds: kinds.length === 0 ? ['reset-after'] : kinds };
}

function minutes(): string {
  return `${((performance.now() - started) / 60_000).toFixed(1)} minutes`;
}
