import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from '../chaos/arena.ts';
import { doublesIn, reportedBy, takeBackSurplus } from '../chaos/doubles.ts';
import { forgetPlace } from '../chaos/ledger-copies.ts';
import { carry } from '../chaos/ledger-moves.ts';
import type { Plot, Stage } from './stage.ts';
import { LEDGER } from './world.ts';

const NO_ALIASES = { aliases: new Map<string, string>() };

/** What becomes of the ledger file: it is moved, copied, used twice, put back. */
export const ledgerPlots: Readonly<Record<string, Plot>> = {
  'ledger moved to another state home': () => [{ play: moveHome }],
  'ledger moved to another path': () => [{ play: movePath }],
  'ledger copied beside itself': () => [{ play: copyBeside }],
  'copy of the ledger used after the first': usedInTurn,
  'copy of the ledger said to be moved': saidToBeMoved,
  'two copies of the ledger at the same time': () => [{ play: bothAtOnce }],
  'ledger put back by hand': putBack,
};

function newFolder({ world }: Stage, name: string): string {
  return mkdtempSync(join(world.folder, `${name}-`));
}

/** Refused before any store is asked, until a person says so. */
async function refused(stage: Stage, place: Place, what: string): Promise<void> {
  const { asked } = stage.counted;
  const end = await stage.outcome(place);
  stage.check(end === 'ledger-moved', `${what} is not refused: ${end}`);
  stage.check(stage.counted.asked === asked, `${what} asked a store before it was refused`);
}

async function moveHome(stage: Stage): Promise<void> {
  const place = { ...stage.world.place, home: newFolder(stage, 'home') };
  await refused(stage, place, 'a ledger under another state home');
  await stage.claim(place, 'moved');
  stage.world.place = place;
}

async function movePath(stage: Stage): Promise<void> {
  const { folder, home } = stage.world.place;
  const next = { folder: newFolder(stage, 'moved'), home };
  carry(folder, next.folder, false, LEDGER);
  stage.world.place = next;
  const end = await stage.outcome(next);
  stage.check(['good', 'open'].includes(end), `a ledger that was moved with its state home ends ${end}`);
}

async function copyBeside(stage: Stage): Promise<void> {
  const { folder, home } = stage.world.place;
  const beside = { folder: newFolder(stage, 'beside'), home };
  carry(folder, beside.folder, true, LEDGER);
  await refused(stage, beside, 'a ledger copied beside itself');
}

/** As it lies on another machine: there it would be at the same path. */
function copyElsewhere(stage: Stage): Place {
  const folder = newFolder(stage, 'machine');
  const home = join(folder, 'home');
  mkdirSync(home);
  carry(stage.world.place.folder, folder, true, LEDGER);
  forgetPlace(join(folder, LEDGER));
  return { folder, home };
}

/** Of one that can know that another one is at work. */
async function stopped(stage: Stage, place: Place, code: string): Promise<void> {
  const { written } = stage.counted;
  const end = await stage.outcome(place);
  const isIdle = end === 'good' || end === 'open';
  stage.check(end === code || isIdle, `a ledger that is used elsewhere ends ${end}, not ${code}`);
  stage.check(stage.counted.written === written, `a ledger that is used elsewhere writes, and ends ${end}`);
  stage.planted(isIdle ? 'a copy of the ledger with nothing to write' : `stopped as ${end}`);
}

function usedInTurn(): ReturnType<Plot> {
  let copy: Place | undefined;
  let orders = 0;
  return [
    {
      play: async (stage) => {
        copy = copyElsewhere(stage);
        ({ orders } = copiesOf(stage));
      },
    },
    {
      later: 6,
      play: async (stage) => {
        // Until the first one has made a copy of an order the other one can't know.
        if (copy !== undefined && copiesOf(stage).orders > orders)
          await stopped(stage, copy, 'ledger-in-use-elsewhere');
      },
    },
  ];
}

function saidToBeMoved(): ReturnType<Plot> {
  let first: Place | undefined;
  let orders = 0;
  return [
    {
      play: async (stage) => {
        first = stage.world.place;
        const copy = copyElsewhere(stage);
        await stage.claim(copy, 'moved');
        stage.world.place = copy;
        ({ orders } = copiesOf(stage));
      },
    },
    {
      later: 6,
      play: async (stage) => {
        if (first !== undefined && copiesOf(stage).orders > orders) await stopped(stage, first, 'ledger-superseded');
      },
    },
  ];
}

/** Orders that bear a mark of ours; the primary sells by itself as well. */
function copiesOf({ stores }: Stage): { readonly orders: number } {
  return {
    orders: stores.main.orders().filter(({ InternalOrderNotes }) => InternalOrderNotes.startsWith('Copied')).length,
  };
}

async function bothAtOnce(stage: Stage): Promise<void> {
  const arena = { main: stage.stores.main, before: { main: new Map(), secondaries: new Map() } };
  const before = doublesIn(arena, NO_ALIASES).map(({ name }) => name);
  const first = stage.world.place;
  const copy = copyElsewhere(stage);
  const summaries = await Promise.all([stage.run(first), stage.run(copy)]);
  await stage.claim(first, 'restored');
  for (let run = 0; run < 2; run += 1) summaries.push(await stage.run(first));
  const told = reportedBy(summaries, NO_ALIASES);
  for (const double of doublesIn(arena, NO_ALIASES)) {
    if (before.includes(double.name)) continue;
    stage.planted(`${double.name.split(' ')[0]} doubled by two copies, and told`);
    stage.check(
      told.has(double.name),
      `two copies of the ledger at the same time: ${double.name} stands twice, untold`,
    );
    takeBackSurplus(arena, double);
  }
}

function putBack(): ReturnType<Plot> {
  let backup: string | undefined;
  let orders = 0;
  return [
    {
      play: async (stage) => {
        backup = newFolder(stage, 'backup');
        carry(stage.world.place.folder, backup, true, LEDGER);
        ({ orders } = copiesOf(stage));
      },
    },
    {
      later: 5,
      play: async (stage) => {
        if (backup === undefined) return;
        const { place } = stage.world;
        const old = newFolder(stage, 'old');
        for (const part of ['', '-wal', '-shm']) rmSync(join(place.folder, LEDGER + part), { force: true });
        renameSync(backup, join(old, 'backup'));
        carry(join(old, 'backup'), place.folder, true, LEDGER);
        if (copiesOf(stage).orders > orders) await stopped(stage, place, 'ledger-behind');
        await stage.claim(place, 'restored');
      },
    },
  ];
}
