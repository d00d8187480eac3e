import { access, rm } from 'node:fs/promises';
import type { Beside } from '../ledger/beside.ts';
import { besideOf } from '../ledger/open/beside.ts';
import type { PostgresAddress } from '../model/postgres-address.ts';
import { type Memory, type MemoryPlace, memoryOf, merged, textOf } from './memory.ts';

/** What this machine remembers of times at which the database did not answer. */
type OfMachine = MemoryPlace & { readonly file: string };

/** A database that answers later than this is told of like one that does not: somebody waits to hear of it. */
const ANSWERS_WITHIN = 2500;

/** @returns undefined where the database does not answer */
export async function databasePlace(database: PostgresAddress, ofMachine: OfMachine): Promise<MemoryPlace | undefined> {
  const beside = await answering(database);
  return beside && new DatabasePlace(beside, ofMachine);
}

async function answering(database: PostgresAddress): Promise<Beside | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ANSWERS_WITHIN);
  });
  const asked = besideOf(database, []).then(async (beside) => {
    await beside.names(FOLDER);
    return beside;
  });
  try {
    return await Promise.race([asked.catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}

const FOLDER = 'alerts';
const NAME = 'told.json';

class DatabasePlace implements MemoryPlace {
  readonly #beside: Beside;
  readonly #ofMachine: OfMachine;

  constructor(beside: Beside, ofMachine: OfMachine) {
    this.#beside = beside;
    this.#ofMachine = ofMachine;
  }

  async read(now: number): Promise<Memory> {
    const text = await this.#beside.read(FOLDER, NAME);
    const shared = memoryOf(text ?? '', now);
    return (await this.#isOnMachine()) ? merged(shared, await this.#ofMachine.read(now)) : shared;
  }

  async write(memory: Memory): Promise<void> {
    await this.#beside.write(FOLDER, NAME, textOf(memory), { replaces: true });
    await rm(this.#ofMachine.file, { force: true });
  }

  exclusively<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
    return this.#beside.exclusively(FOLDER, work, signal);
  }

  #isOnMachine(): Promise<boolean> {
    return access(this.#ofMachine.file).then(
      () => true,
      () => false,
    );
  }
}
