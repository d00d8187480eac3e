import { access } from 'node:fs/promises';
import path from 'node:path';
import type { Pipeline } from '../../config/pipeline.ts';
import type { Concerns } from '../../ledger/backup.ts';
import type { LedgerKeeper } from '../../ledger/keeper.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { keeperOf } from '../../ledger/open/keeper-of.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { counted } from '../../model/amounts-text.ts';
import type { RecordKey } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { sameText } from '../../model/text-key.ts';
import type { NetoClient } from '../../neto/client.ts';
import { BatchFolder, batchesFolder } from '../../session/batch-folder.ts';
import { readOutputs } from '../../session/outputs.ts';
import { findInStores } from './find-in-stores.ts';
import { filesIn, forgetInFiles } from './forget-in-files.ts';
import { dropLearned, keepLearned, readLearned } from './learned.ts';
import { learnFromObject, outOfObject } from './out-of-object.ts';
import type { ForgetReport } from './report.ts';
import { Shopper, type Surroundings } from './shopper.ts';
import type { Around } from './whose.ts';

export interface ForgetOptions {
  readonly pipeline: Pipeline;
  /** Held under the pipeline's lock, unless nothing is to be changed. */
  readonly ledger: Ledger;
  readonly run: number;
  /** The shopper's address. */
  readonly email: string;
  /** Files and folders, whole paths, beside those that this program knows that it wrote. */
  readonly paths: readonly string[];
  /** A client that sends reads only, by the store's name; left out: no store is asked. */
  readonly open?: ((store: string) => NetoClient) | undefined;
  readonly dryRun: boolean;
  /** Why, in the person's own words; it goes into the audit. */
  readonly reason?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Takes one shopper out of all that this program has kept of them: ledger, backups, open export batches, files.
 * @throws ConsolidatorError `usage` for an address of the merchant's own
 */
export async function forgetShopper(options: ForgetOptions): Promise<ForgetReport> {
  const { pipeline, ledger, dryRun, signal } = options;
  refuseOwn(pipeline, options.email);
  const keeper = keeperOf(pipeline);
  const shopper = new Shopper(options.email, surroundings(pipeline));
  const held = await ledger.withContent();
  learnFromLedger(held, shopper);
  const notAsked =
    options.open === undefined
      ? [pipeline.primary, ...pipeline.secondaries].map(({ name }) => ({
          store: name,
          why: 'no store was to be asked',
        }))
      : await findInStores(pipeline, shopper, options.open, { signal });
  await learnCopies(ledger, pipeline, shopper);
  await learnFromBatches(pipeline, shopper);
  await readLearned(pipeline, shopper);
  const theirs = held.filter((record) => isTheirs(record, shopper));
  const pending = theirs.filter(isPending);
  const records = theirs.filter((record) => !isPending(record));
  const concerns: Concerns = (key, text) =>
    shopper.isIn(text) || (key.entity === 'orders' && shopper.hasOrder(key.store, key.sourceId));
  const given = (await Promise.all(options.paths.map(filesIn))).flat();
  const { known, lost } = await knownOutputs(pipeline);
  const watched = await watchedFiles(pipeline);
  const kept = await ownFiles(pipeline, keeper);
  const named = [...new Set([...known, ...given])].filter((file) => !watched.waiting.includes(file) && !kept(file));
  const copies = await keeper.forgetInCopies(named, concerns, !dryRun);
  const databases = new Set([...copies.redacted, ...copies.clean, ...copies.others]);
  const outcome = await forgetInFiles(
    named.filter((file) => !databases.has(file)),
    shopper,
    !dryRun,
    new Set(known),
    () => keepLearned(pipeline, shopper),
  );
  const batches = await forgetInBatches(pipeline, shopper, !dryRun);
  const backups = dryRun
    ? { redacted: await keeper.backupsThatHold(concerns), removed: [] }
    : await keeper.forgetInBackups(concerns);
  // Last: it is what tells whose rows and files are whose, should this be killed and called again.
  if (!dryRun) {
    await ledger.forget(
      options.run,
      records.map((record) => ({ key: keyOf(record), isNamed: namesThem(record, shopper) })),
    );
    const holding = counted(records.length + pending.length, 'record');
    const change = `a shopper in ${holding}, now in ${pending.length}`;
    await ledger.noteDecided({ event: 'forgot', change, reason: options.reason ?? '' });
    await keeper.discardLeftovers();
    await dropLearned(pipeline);
  }
  const feedFiles = [...watched.waiting, ...watched.done].filter((file) => !named.includes(file));
  const holding = await forgetInFiles(feedFiles, shopper, false);
  return {
    ...{ pipeline: pipeline.name, dryRun, records: records.map(keyOf), pending: pending.map(keyOf) },
    ...{
      backups: [...backups.redacted, ...copies.redacted],
      removedBackups: [...backups.removed],
      batches,
      files: [...outcome.changed],
    },
    left: {
      ...standing(pipeline, shopper),
      feedFiles: [...new Set([...holding.changed.map(({ file }) => file), ...holding.mayHold])],
      mayHold: [...outcome.mayHold, ...copies.others],
      unreadable: [...outcome.unreadable],
      ...{ lost, notAsked },
    },
  };
}

/** An address of many: with it, everybody's records would be gone. */
function refuseOwn({ secondaries }: Pipeline, email: string): void {
  for (const { name, customers, orders } of secondaries) {
    const own = [...customers.sharedEmails, customers.house?.email ?? '', orders.houseEmail ?? ''];
    if (!own.some((one) => one !== '' && sameText(one, email))) continue;
    throw new ConsolidatorError(
      'usage',
      `This is no shopper's address: the pipeline file has it for ${name} as a house address or one that several share. Nothing was changed.`,
    );
  }
}

function learnFromLedger(held: readonly LedgerRecord[], shopper: Shopper): void {
  for (const { store, entity, sourceId, payload } of held) {
    if (payload === null || payload === '' || !shopper.isIn(payload)) continue;
    shopper.addAddressesIn(JSON.parse(payload));
    if (entity === 'orders') shopper.addOrder(store, sourceId);
  }
}

/** What is the merchant's, and so no shopper's. */
function surroundings({ primary, secondaries }: Pipeline): Surroundings {
  return {
    stores: [primary, ...secondaries].map(({ name }) => name),
    primary: primary.name,
    house: secondaries.flatMap(({ customers, orders }) => [
      ...customers.sharedEmails,
      customers.house?.email ?? '',
      orders.houseEmail ?? '',
    ]),
  };
}

/** Files name copies by their numbers in the primary, where these bear their data, whatever account they stand on. */
async function learnCopies(ledger: Ledger, { primary, secondaries }: Pipeline, shopper: Shopper): Promise<void> {
  for (const { name } of secondaries) {
    const keys = shopper.orders(name).map((sourceId) => ({ store: name, entity: 'orders' as const, sourceId }));
    for (const record of await ledger.findAll(keys)) {
      if (record?.targetId == null) continue;
      if (record.state !== 'skipped') shopper.addCopy(record.targetId, name);
      // What was dropped stays in the primary as it is.
      shopper.addStanding(record.targetId);
    }
    const accounts = shopper
      .usernames(name)
      .map((sourceId) => ({ store: name, entity: 'customers' as const, sourceId }));
    for (const record of await ledger.findAll(accounts))
      if (record?.targetId != null) shopper.addUsername(primary.name, record.targetId);
  }
}

function isTheirs(record: LedgerRecord, shopper: Shopper): boolean {
  const { store, entity, sourceId, parent, payload } = record;
  if (namesThem(record, shopper)) return true;
  if (payload === null || payload === '') return false;
  if (shopper.isIn(payload)) return true;
  return shopper.hasOrder(store, entity === 'orders' ? sourceId : (parent ?? ''));
}

/** Whether what was found of it names them: its own words were never to, and a primary's may. */
function namesThem({ message }: LedgerRecord, shopper: Shopper): boolean {
  return message !== null && shopper.isIn(message);
}

function isPending({ state, hash, payload }: LedgerRecord): boolean {
  return state === 'writing' || (state === 'staged' && (hash.startsWith('file:') || !payload));
}

function keyOf({ store, entity, sourceId }: LedgerRecord): RecordKey {
  return { store, entity, sourceId };
}

function standing(
  { primary, secondaries }: Pipeline,
  shopper: Shopper,
): Pick<ForgetReport['left'], 'orders' | 'accounts'> {
  const of = (idsOf: (store: string) => readonly string[]) =>
    [primary, ...secondaries].flatMap(({ name }) => {
      const ids = idsOf(name);
      return ids.length === 0 ? [] : [{ store: name, ids: [...ids].sort() }];
    });
  return {
    orders: of((store) => (store === primary.name ? shopper.ordersOfPrimary() : shopper.orders(store))),
    // A user name may be the address itself.
    accounts: of((store) => shopper.usernames(store).map((name) => shopper.outOf(name))),
  };
}

/** A batch names orders by their numbers in the primary, also those that no ledger knows yet. */
function ofBatch(): Around {
  return { isOwn: true, ids: new Set(), onlyOthers: false, isDoubtful: false };
}

async function learnFromBatches(pipeline: Pipeline, shopper: Shopper): Promise<void> {
  const folder = new BatchFolder(pipeline);
  for (const number of await folder.numbers()) learnFromObject(await folder.read(number), shopper, ofBatch());
}

async function forgetInBatches(pipeline: Pipeline, shopper: Shopper, write: boolean): Promise<ForgetReport['batches']> {
  const folder = new BatchFolder(pipeline);
  const batches: ForgetReport['batches'] = [];
  for (const number of await folder.numbers()) {
    const content = await folder.read(number);
    const { value, count } = outOfObject(content, shopper, ofBatch());
    if (value === content) continue;
    batches.push({ number, records: count });
    if (write) await folder.replace(number, value);
  }
  return batches;
}

/** What the ledger is made of, and what stands beside it, is seen to by itself. */
async function ownFiles({ ledger }: Pipeline, keeper: LedgerKeeper): Promise<(file: string) => boolean> {
  const whole = path.resolve(ledger);
  const backups = new Set((await keeper.backups()).map(({ address }) => path.resolve(address)));
  const beside = ['', '-wal', '-shm', '-journal', '.lock', '.outputs.json', '.forgetting.json'].map(
    (end) => `${whole}${end}`,
  );
  return (file) =>
    beside.includes(file) ||
    backups.has(file) ||
    file.startsWith(`${path.resolve(batchesFolder({ ledger }))}${path.sep}`);
}

async function knownOutputs(pipeline: Pipeline): Promise<{ known: string[]; lost: string[] }> {
  const [known, lost]: [string[], string[]] = [[], []];
  for (const file of await readOutputs(pipeline))
    await access(file).then(
      () => known.push(file),
      () => lost.push(file),
    );
  return { known, lost };
}

/** Files that are read from: those that wait must not be changed, since a changed file is another one. */
async function watchedFiles({ secondaries }: Pipeline): Promise<{ waiting: string[]; done: string[] }> {
  const [waiting, done]: [string[], string[]] = [[], []];
  for (const { source } of secondaries) {
    if (source === undefined || source.files.startsWith('sftp://')) continue;
    const inside = await filesIn(path.dirname(source.files)).catch(() => []);
    const moved = source.moveTo === undefined ? [] : await filesIn(source.moveTo).catch(() => []);
    done.push(...moved);
    waiting.push(
      ...inside.filter((file) => !moved.includes(file) && path.dirname(file) === path.dirname(source.files)),
    );
  }
  return { waiting: [...new Set(waiting)], done: [...new Set(done)] };
}
