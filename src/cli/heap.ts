import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Bytes that new objects may take before they are looked through. */
const ROOM = 8 * 1024 * 1024;
/** Some hundred kilobytes each: far more than it takes, should V8 do otherwise than it does. */
const MOST_ROUNDS = 200;
const OBJECTS = 2_000;

/** Commands that go through many records; the others are done before it would matter. */
const THROUGH_MANY: ReadonlySet<string> = new Set([
  'run',
  'plan',
  'import',
  'export',
  'backfill',
  'adopt',
  'reconcile',
  'schedule',
  'worker',
]);

/**
 * Keeps the memory of a long run small. On a machine with much memory V8 lets the space for new objects grow to 128 MB, and
 * that for old ones to twice or thrice what is in use, most of it records that were dropped long ago. So the one has the size
 * that it is given here, and the other grows by less. What reads HTTP is WebAssembly: to compile its hot parts anew takes 20 MB
 * more than it takes by then, which the process keeps, and gains nothing that could be measured.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=80');
  // The one means the others, but only for who says it before V8 begins.
  for (const flag of ['--liftoff-only', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) setFlagsFromString(flag);
}

/**
 * Gives new objects the room in which nearly all that a chunk of orders makes is dropped before it is looked through. In the 2 MB
 * that V8 begins with, it is looked through for every second order, and much of it moved among what is old, twice for nothing.
 * V8 takes no size once it runs; but it makes that space as many times as large when more has outlived a collection than it holds: so some is let do that.
 */
export function makeRoomForNewObjects(command: string): void {
  const before = roomForNewObjects();
  if (!THROUGH_MANY.has(command)) return;
  // Little of what they go through is kept: the space for old objects need not grow by as much.
  setFlagsFromString('--heap-growing-percent=50');
  if (before === 0 || before >= ROOM) return;
  // At once, so that what is made for it is moved but once or twice.
  setFlagsFromString(`--semi-space-growth-factor=${Math.ceil(ROOM / before)}`);
  const kept: unknown[] = [];
  for (let round = 0; round < MOST_ROUNDS && roomForNewObjects() < ROOM; round += 1)
    for (let number = 0; number < OBJECTS; number += 1) kept.push({ number, beside: [round, number] });
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** In bytes. Half of the space: the other half takes what outlives a collection. */
export function roomForNewObjects(): number {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  return (space?.space_size ?? 0) / 2;
}
