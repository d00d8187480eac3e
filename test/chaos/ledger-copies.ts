import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ChildEnd, Place } from './arena.ts';
import { type Double, doublesIn, reportedBy, takeBackSurplus } from './doubles.ts';
import { examples, placeOrder } from './fresh-orders.ts';
import { carry, isInUse, outcomeOf, requestsOf, stamp } from './ledger-moves.ts';
import type { Truth } from './population.ts';
import { oneOf, type Scene } from './scene.ts';

const WAYS = ['one after the other', 'at the same time', 'the copy said to be moved', 'the first put back'] as const;
const GUARDS = ['ledger-in-use-elsewhere', 'ledger-superseded', 'ledger-behind', 'ledger-of-another-installation'];

/**
 * The ledger is copied to another machine, and both copies run. What then stands in the primary twice has to be told by one
 * of the two before the other one is given up; staff take it back as they are told, and one of the two goes on.
 */
export async function runTwoCopies(scene: Scene, given: Truth): Promise<Truth> {
  const { arena, random, planted, violation } = scene;
  let truth = given;
  if (!isInUse(arena)) return truth;
  const way = oneOf(random, WAYS);
  await refusedBeside(scene);
  const first = arena.place;
  const copy = copyToOtherMachine(scene);
  if (copy === undefined) return truth;
  planted(`two copies of the ledger, ${way}`);
  const before = doublesIn(arena, truth).map(({ name }) => name);
  if (way === 'the copy said to be moved') await claim(scene, copy, '--moved');
  const sales = new Sales(scene, truth);
  const ends = await bothRun(scene, way, { first, copy, sales });
  truth = sales.truth;
  for (const { summary } of ends) {
    for (const { code } of summary?.problems ?? []) if (GUARDS.includes(code)) planted(`stopped as ${code}`);
  }
  // The other one is given up, as the message says.
  const goesOn = way === 'the copy said to be moved' || random() < 0.5 ? copy : first;
  arena.place = goesOn;
  await claim(scene, goesOn, goesOn === copy ? '--moved' : '--restored');
  const faults = [arena.main, arena.west, arena.south].map((store) => store.faults.next);
  for (const store of [arena.main, arena.west, arena.south]) store.faults.next = undefined;
  const summaries = ends.map(({ summary }) => summary);
  for (let run = 0; run < 2; run += 1) summaries.push(await arena.run());
  for (const [index, store] of [arena.main, arena.west, arena.south].entries()) store.faults.next = faults[index];
  const told = reportedBy(summaries, truth);
  for (const double of doublesIn(arena, truth)) {
    if (before.includes(double.name)) continue;
    planted(`${double.name.split(' ')[0]} doubled by two copies`);
    if (scene.prompt && way !== 'at the same time')
      violation(`two copies of the ledger (${way}): ${double.name} was doubled, which a look would have kept it from`);
    if (!told.has(double.name)) violation(`two copies of the ledger (${way}): ${told.size} told, not ${double.name}`);
    takeBackSurplus(arena, double, keptOf(double, truth));
  }
  return truth;
}

/** Orders that are sold while two copies of the ledger are in use: neither can have meant to write them before. */
class Sales {
  truth: Truth;
  readonly #scene: Scene;

  constructor(scene: Scene, truth: Truth) {
    this.#scene = scene;
    this.truth = truth;
  }

  /** @returns its number in the primary; undefined where nothing is sold */
  sell(): string | undefined {
    const { arena, prompt } = this.#scene;
    const [like] = examples(this.truth);
    if (!prompt || like === undefined) return undefined;
    const sold = arena.west.orders().length;
    const order = placeOrder(this.#scene, like, { number: 400 + sold, cents: 1_500 + sold });
    if (order === undefined) return undefined;
    this.truth = { ...this.truth, copies: [...this.truth.copies, order.copy] };
    return order.copy.targetId;
  }

  /** The second of the two has something to write, and has to leave it once the first has made a copy that it can't know. */
  mustStop(made: string | undefined, kept: string | undefined, { summary, errors }: ChildEnd): void {
    const { main } = this.#scene.arena;
    if (made === undefined || kept === undefined || main.order(made) === undefined) return;
    const codes = (summary?.problems ?? []).map(({ code }) => code);
    this.#scene.planted('copy of the ledger that had to stop');
    if (main.order(kept) !== undefined)
      this.#scene.violation(`the second copy of the ledger writes ${kept}, though the first has made ${made}`);
    else if (!codes.some((code) => GUARDS.includes(code)))
      this.#scene.violation(
        `the second copy of the ledger does not say that it stopped: ${codes.join(', ')} ${errors}`,
      );
  }
}

/** Of an order the number that the rules give is kept; of money that cannot be told apart the first. */
function keptOf({ name, ids }: Double, { copies }: Truth): string | undefined {
  const copy = copies.find(({ store, sourceId }) => name === `orders ${store} ${sourceId}`);
  return copy !== undefined && ids.includes(copy.targetId) ? copy.targetId : ids[0];
}

interface Both {
  readonly first: Place;
  readonly copy: Place;
  readonly sales: Sales;
}

async function bothRun(
  { arena, random, kill }: Scene,
  way: (typeof WAYS)[number],
  { first, copy, sales }: Both,
): Promise<readonly ChildEnd[]> {
  if (way === 'at the same time') {
    // Where neither dies, both come as far as money.
    const run = random() < 0.5 ? kill : (place: Place) => arena.runUntil(undefined, place);
    return Promise.all([run(first), run(copy)]);
  }
  const made = sales.sell();
  const one = way === 'the first put back' ? first : copy;
  // What it was killed in, if it was, it ends.
  const ends = [await kill(one), await arena.runUntil(undefined, one)];
  const kept = sales.sell();
  if (way === 'the first put back') {
    for (const part of ['', '-wal', '-shm']) rmSync(join(first.folder, `chaos.db${part}`), { force: true });
    carry(copy.folder, first.folder, true);
  }
  const second = await arena.runUntil(undefined, first);
  sales.mustStop(made, kept, second);
  return [...ends, second];
}

/** A copy beside the first one, used with the same state home, is known by its place, and no store is asked. */
async function refusedBeside({ arena, violation }: Scene): Promise<void> {
  const folder = join(arena.folder, `beside-${stamp()}`);
  carry(arena.place.folder, folder, true);
  const asked = requestsOf(arena);
  const end = await outcomeOf(arena, { folder, home: arena.place.home });
  if (end !== 'ledger-moved') violation(`a copy beside its ledger is not refused: ${end}`);
  if (requestsOf(arena) !== asked) violation('a copy beside its ledger asked a store before it was refused');
}

/**
 * There it would lie at the same path, with the same state home copied along; on one machine that can't be, so this copy
 * does not know where it lay.
 */
function copyToOtherMachine({ arena, random, planted }: Scene): Place | undefined {
  const folder = join(arena.folder, `machine-${stamp()}`);
  const home = join(folder, 'home');
  carry(arena.place.folder, folder, true);
  mkdirSync(home);
  const file = join(folder, 'chaos.db');
  // Whoever copies a ledger by hand forgets what lies beside it.
  if (existsSync(`${file}-wal`) && random() < 0.3) {
    for (const part of ['-wal', '-shm']) rmSync(`${file}${part}`, { force: true });
    planted('ledger copied without its journal');
  }
  return forgetPlace(file) ? { folder, home } : undefined;
}

/** @returns whether it is a ledger at all */
export function forgetPlace(file: string): boolean {
  const database = new DatabaseSync(file);
  try {
    const has = database.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = 'meta'").get();
    if (has?.['n'] === 0) return false;
    database.exec("DELETE FROM meta WHERE key = 'place'");
    return true;
  } finally {
    database.close();
  }
}

async function claim({ arena, violation }: Scene, place: Place, why: '--moved' | '--restored'): Promise<void> {
  const { code, stderr } = await arena.command(['doctor', '<pipeline>', why, '--yes'], place);
  if (code !== 0) violation(`doctor ${why} ended with ${code}: ${stderr}`);
}
