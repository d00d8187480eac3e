import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LedgerPlace } from '../ledger/claim.ts';
import type { KeptLedger, LedgerKeeper } from '../ledger/keeper.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { homeIdFile } from './state-home.ts';

/** What tells a container from a machine; a file, or a variable of the environment. */
const CONTAINER_FILES = ['/.dockerenv', '/run/.containerenv', '/run/secrets/kubernetes.io'];
const CONTAINER_VARIABLES = ['KUBERNETES_SERVICE_HOST', 'container'];
const MACHINE_ID = '/etc/machine-id';

/** What the operating system says of the machine; a container's is its image's, and tells nothing. */
function machineId(environment: NodeJS.ProcessEnv = process.env, idFile = MACHINE_ID): string {
  const inContainer =
    CONTAINER_FILES.some((file) => existsSync(file)) || CONTAINER_VARIABLES.some((name) => environment[name]);
  if (inContainer) return '';
  try {
    return readFileSync(idFile, 'utf8').trim();
  } catch {
    return '';
  }
}

/** The state home's own random id, made where there is none. @throws ConsolidatorError `ledger-unwritable` */
export function homeId(home: string): string {
  const file = homeIdFile(home);
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    try {
      // Of two processes that both find none, one makes it.
      writeFileSync(file, `${randomUUID()}\n`, { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const id = readFileSync(file, 'utf8').trim();
    if (id !== '') return id;
    // Cut off between making it and writing it.
    writeFileSync(file, `${randomUUID()}\n`, { mode: 0o600 });
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConsolidatorError(
      'ledger-unwritable',
      `The state home ${home} can't be used: ${reason}. Check its rights, or set NETO_CONSOLIDATOR_HOME to a folder of your own.`,
      { cause },
    );
  }
}

/** Where this ledger lies now. @param kept there already */
export async function ledgerPlace(kept: KeptLedger, home: string, machine = machineId()): Promise<LedgerPlace> {
  const spot = await kept.spot();
  // Whoever uses a ledger in a database, on whatever machine, excludes the others by its lease: that belongs to no state home.
  if (spot.database !== undefined) return { homeId: '', home: '', machine: '', ...spot };
  const id = homeId(home);
  return { homeId: id, home: path.resolve(home), path: spot.path, inode: spot.inode, machine };
}

/**
 * Refuses a ledger that may be one of two: used under another state home until now, or copied beside one that is still
 * there. What only was moved or put back in its place goes on without a word, and is known there from now on.
 * @param onMoved told where it lay before, while it is not known to lie here yet
 * @returns whether it was last used on another machine, as far as that can be told
 * @throws ConsolidatorError `ledger-moved`
 */
export async function holdPlace(
  ledger: Ledger,
  here: LedgerPlace,
  keeper: LedgerKeeper,
  onMoved: (from: string) => Promise<void>,
): Promise<{ readonly otherMachine: boolean }> {
  const before = await ledger.place();
  if (before !== null) await refuseOtherPlace(before, here, keeper);
  if (before !== null && before.path !== here.path && here.database === undefined) await onMoved(before.path);
  if (before === null || isOtherPlace(before, here)) await ledger.pinPlace(here);
  const known = before !== null && before.machine !== '' && here.machine !== '';
  return { otherMachine: known && before.machine !== here.machine };
}

/** @throws ConsolidatorError `ledger-moved` */
export async function refuseOtherPlace(before: LedgerPlace, here: LedgerPlace, keeper: LedgerKeeper): Promise<void> {
  if (here.database !== undefined) return refuseOtherDatabase(before, here);
  if (before.database !== undefined) {
    throw new ConsolidatorError(
      'ledger-moved',
      `The ledger ${here.path} is a copy of ${before.path}, which may be in use there; only one of them may be used. Nothing was read or written. If it is this one from now on, say so: \`doctor --moved\`.`,
    );
  }
  if (before.homeId !== here.homeId) {
    throw new ConsolidatorError(
      'ledger-moved',
      `The ledger ${here.path} was used with the state home ${before.home} until now, and this is another one (${here.home}). Nothing was read or written. In a container the usual cause is that the state home is not on the volume: set NETO_CONSOLIDATOR_HOME to a folder there. If the ledger was moved here, and nobody uses the old one any more, say so: \`doctor --moved\`.`,
    );
  }
  const isCopy = before.path !== here.path && before.inode !== here.inode && (await keeper.standsAt(before));
  if (!isCopy) return;
  throw new ConsolidatorError(
    'ledger-moved',
    `The ledger ${here.path} is a copy of ${before.path}, which is still there; only one of them may be used. Nothing was read or written. If it is this one from now on, say so: \`doctor --moved\`.`,
  );
}

/** Machines may call one database by several names. */
function isOtherPlace(before: LedgerPlace, here: LedgerPlace): boolean {
  return here.database === undefined
    ? JSON.stringify(before) !== JSON.stringify(here)
    : before.database !== here.database;
}

/**
 * One that was dumped and put into another database, or beside itself, is two. One that is still known by its address was
 * put back there, or its server was brought up to date; one in the same database is only called otherwise from here.
 */
function refuseOtherDatabase(before: LedgerPlace, here: LedgerPlace): void {
  const isSame = before.path === here.path || (isProven(here.database) && before.database === here.database);
  if (isSame) return;
  throw new ConsolidatorError(
    'ledger-moved',
    `The ledger ${here.path} was used as ${before.path} until now. Nothing was read or written. If it was moved here, and nobody uses the old one any more, say so: \`doctor --moved\`.`,
  );
}

/** Not where the server does not say which one it is. */
function isProven(database: string | undefined): boolean {
  return database !== undefined && !database.startsWith('/');
}
