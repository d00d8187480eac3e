import type { FeedEntity } from '../../../feeds/read/read-feed.ts';
import { surveyOrders } from '../../../feeds/read/survey-orders.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { upperKey } from '../../../model/text-key.ts';
import type { StoreRun } from '../../../session/store-run.ts';
import { selected } from '../../context/context.ts';
import type { OrderRun } from '../../context/parts.ts';
import { feedOptions } from './file-entries.ts';
import { type FileWork, isBesideOrders, type ToExtract } from './file-work.ts';
import { knowTaxes } from './know-taxes.ts';
import { lookOver } from './look-over.ts';
import { OwnOrders } from './own-orders.ts';
import { RepeatedKeys } from './repeated-keys.ts';

/** A file that can be read, with its place among those given. */
type Placed = readonly [place: number, file: ToExtract];

/**
 * Looks over files of one entity before anything of them is staged: which records stand in several places. The ids alone
 * tell that of orders in tables, so that these are read in full for it only where some do.
 * @returns the files that can be read, with their places among those given
 */
export async function survey(
  work: FileWork,
  files: readonly ToExtract[],
  troubles: unknown[],
): Promise<readonly Placed[]> {
  const { context, store } = work;
  const repeated = new RepeatedKeys();
  const placed = [...files.entries()].filter(([, { entity }]) => isRead(context, store, entity));
  const surveyed = await unlessTrouble(placed, troubles, async ([place, file]) => {
    return [place, file.entity === 'orders' ? await withSurvey(work, file, place, repeated) : file];
  });
  repeated.forgetOthers();
  // The ids of documents are only known when these are read.
  const byKey = surveyed.every(([, file]) => file.surveyed?.hasDocuments === false);
  return await unlessTrouble(surveyed, troubles, async ([place, file]) => {
    if (!byKey) await lookOver(work, file, place, () => true);
    else if (repeated.someIn(place) || file.surveyed?.hasTaxedShipping === true)
      await lookOver(work, file, place, (key) => repeated.has(key));
    return [place, file];
  });
}

/** A file that can't be taken does not keep the others from it. @throws ConsolidatorError `stopped` */
async function unlessTrouble(
  files: readonly Placed[],
  troubles: unknown[],
  work: (file: Placed) => Promise<Placed>,
): Promise<readonly Placed[]> {
  const done: Placed[] = [];
  for (const file of files) {
    try {
      done.push(await work(file));
    } catch (error) {
      if (error instanceof ConsolidatorError && error.code === 'stopped') throw error;
      troubles.push(error);
    }
  }
  return done;
}

/** @throws ConsolidatorError of the file as a whole */
async function withSurvey(
  { context, store, feeds }: FileWork,
  file: ToExtract,
  place: number,
  repeated: RepeatedKeys,
): Promise<ToExtract> {
  const { feed } = file;
  await knowTaxes(context, store, feeds, feed);
  const own = new OwnOrders(store);
  const surveyed = await surveyOrders(feed, feedOptions({ store, feeds }), (id) => {
    own.add(id);
    repeated.add(upperKey(id), place);
  });
  // A document may be of a store whose rows are not.
  if (!surveyed.hasDocuments) own.refuseOthers(feed);
  // Rows that stand apart may be two states of one order.
  for (const id of surveyed.apart.keys()) repeated.repeat(upperKey(id), place);
  for (const id of surveyed.bad.keys()) repeated.add(upperKey(id), place);
  return { ...file, surveyed };
}

function isRead(context: OrderRun, store: StoreRun, entity: FeedEntity): boolean {
  // Customers and products are also read for what orders refer to.
  return isBesideOrders(entity) || selected(context, store, entity);
}
