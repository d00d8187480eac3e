import { cpSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { ConsolidatorError } from '../../src/model/errors.ts';
import { runPipeline } from '../../src/run/run.ts';
import type { Arena, Place } from './arena.ts';
import { oneOf, type Scene } from './scene.ts';

const WAYS = [
  'to another path',
  'to another state home',
  'to another path and state home',
  'beside the old one',
] as const;

/**
 * Somebody moves the ledger, whatever state a killed run has left it in. Where it may be one of two the program has to
 * refuse it, and to ask nobody, until a person says that it was moved.
 */
export async function moveLedger({ arena, random, planted, violation }: Scene): Promise<void> {
  const { folder, home } = arena.place;
  if (!isInUse(arena)) return;
  const way = oneOf(random, WAYS);
  const path = /path|beside/.test(way) ? join(arena.folder, `moved-${stamp()}`) : folder;
  const next: Place = { folder: path, home: /home/.test(way) ? join(arena.folder, `home-${stamp()}`) : home };
  if (path !== folder) carry(folder, path, way === 'beside the old one');
  planted(`ledger moved ${way}`);
  if (way === 'to another path') {
    // With the same state home, and nothing left behind, it goes on without a word.
    const end = await outcomeOf(arena, next);
    if (end === 'ledger-moved') violation(`a ledger that was moved ${way} is refused`);
  } else {
    const asked = requestsOf(arena);
    const end = await outcomeOf(arena, next);
    if (end !== 'ledger-moved') violation(`a ledger that was moved ${way} is not refused: ${end}`);
    if (requestsOf(arena) !== asked) violation(`a ledger that was moved ${way} asked a store before it was refused`);
    const { code, stderr } = await arena.command(['doctor', '<pipeline>', '--moved', '--yes'], next);
    if (code !== 0) violation(`doctor --moved ended with ${code}: ${stderr}`);
  }
  arena.place = next;
}

/** A run that was killed before it asked any store may have left no ledger, or one that does not know yet where it lies. */
export function isInUse(arena: Arena): boolean {
  return existsSync(join(arena.place.folder, 'chaos.db')) && requestsOf(arena) > 0;
}

/** The ledger, and what lies beside it: the journal that a killed run leaves, and the open exports. */
export function carry(from: string, to: string, keep: boolean, ledger = 'chaos.db'): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (!name.startsWith(ledger) || name.includes('lock')) continue;
    if (keep) cpSync(join(from, name), join(to, name), { recursive: true });
    else renameSync(join(from, name), join(to, name));
  }
}

/** Of all stores together. */
export function requestsOf({ main, west, south }: Arena): number {
  return main.requests.length + west.requests.length + south.requests.length;
}

/** How a run ended: its status, or the code of what kept it from beginning. */
export async function outcomeOf(arena: Arena, place?: Place): Promise<string> {
  try {
    const summary = await runPipeline(await arena.options(place));
    arena.ended.push(summary);
    return summary.status;
  } catch (error) {
    if (error instanceof ConsolidatorError) return error.code;
    throw error;
  }
}

let stamps = 0;

/** For a folder that is not there yet: what lies beside another ledger of the same name would be taken for this one's. */
export function stamp(): number {
  stamps += 1;
  return stamps;
}
