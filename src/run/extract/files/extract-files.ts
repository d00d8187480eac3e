import { baseName } from '../../../feeds/base-name.ts';
import { type FeedFile, inspectFeed } from '../../../feeds/read/inspect-feed.ts';
import { entityOf, type FeedEntity } from '../../../feeds/read/read-feed.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { type Instant, instantOfMilliseconds, millisecondsOf } from '../../../model/time.ts';
import type { FiledStore, StoreRun } from '../../../session/store-run.ts';
import { isNarrowed } from '../../context/narrowing.ts';
import type { OrderRun } from '../../context/parts.ts';
import type { Backlog } from '../backlog.ts';
import { extractFile } from './extract-file.ts';
import { isBesideOrders, type ToExtract } from './file-work.ts';
import { openIncoming } from './incoming.ts';
import { type IncomingFile, UNENDED_SECONDS } from './incoming-file.ts';
import { nearestHeaders, refuseMissingColumns } from './needed-columns.ts';
import { type FileOfRun, RecordStates } from './record-states.ts';
import { survey } from './survey-files.ts';

/**
 * What others refer to comes first, so that it is known when they are loaded; payments before the orders, whose currency
 * they tell.
 */
const order: readonly FeedEntity[] = ['products', 'customers', 'payments', 'orders'];

/**
 * Reads a store from feed files, and stages what they hold. A file that can't be taken does not keep the others from it.
 * @returns the moment of reading @throws ConsolidatorError the first trouble, when all files have been looked at
 */
export async function extractFiles(context: OrderRun, store: FiledStore, backlog: Backlog): Promise<Instant> {
  const { feeds } = store.source;
  const bound = instantOfMilliseconds(context.now());
  const incoming = await openIncoming(feeds.origin, context.now());
  const troubles: unknown[] = [...incoming.troubles];
  const watched = feeds.origin.kind === 'watched';
  const newest = feeds.origin.kind === 'given' ? feeds.origin.newest : undefined;
  const ofRun = ({ incoming: { path, arrivedAt } }: ToExtract): FileOfRun => ({
    name: baseName(path),
    arrivedAt: watched ? arrivedAt : undefined,
    newest: path === newest,
  });
  try {
    const files: ToExtract[] = [];
    for (const file of incoming.files) {
      try {
        const feed = await inspectFeed(file.path);
        if (watched && isArriving(context, store, feed, file)) continue;
        const entity = await knownEntity(feed);
        refuseMissingColumns(feed, entity, feeds.given);
        files.push({
          incoming: file,
          feed,
          entity,
          taken: watched && (await wasTaken(context, store, file, entity, feed)),
        });
      } catch (error) {
        troubles.push(error);
      }
    }
    files.sort((a, b) => order.indexOf(a.entity) - order.indexOf(b.entity));
    // With orders there, customers and products are only copied as these refer to them, unless all are wanted.
    const alone = !files.some(({ entity }) => entity === 'orders');
    for (const entity of order) {
      const own = files.filter((file) => file.entity === entity);
      const unread = own.filter(({ taken }) => !taken || isBesideOrders(entity));
      const work = { context, store, feeds, backlog, alone, states: new RecordStates(unread.map(ofRun)) };
      const readable = await survey(work, unread, troubles);
      for (const [place, file] of [...readable, ...own.filter((one) => !unread.includes(one)).map(unplaced)]) {
        try {
          if (place !== undefined) await extractFile(work, file, place);
          if (!watched || isNarrowed(context.narrowing)) continue;
          await context.ledger.completeWindow(context.run, store.fixed.store, entity, bound, sliceOf(file));
          if (context.destination.keeps) await file.incoming.done(file.feed.sha256);
        } catch (error) {
          if (error instanceof ConsolidatorError && error.code === 'stopped') throw error;
          troubles.push(error);
        }
      }
    }
  } finally {
    await incoming.close();
  }
  if (troubles.length > 0) throw allOf(troubles);
  return bound;
}

function unplaced(file: ToExtract): readonly [undefined, ToExtract] {
  return [undefined, file];
}

/** Whether its last line may still be cut off in a cell, which nothing else would show. It is said, and waited for. */
function isArriving(context: OrderRun, { fixed }: StoreRun, feed: FeedFile, { arrivedAt }: IncomingFile): boolean {
  if (feed.ended) return false;
  const waits = context.now() - (arrivedAt ?? 0) < UNENDED_SECONDS * 1000;
  const name = baseName(feed.file);
  const what = waits
    ? 'it may still be arriving, and is left for a later run. If it is whole, add a line break at its end.'
    : 'nothing more of it came for an hour, so that it was taken as it stands.';
  const message = `The last line of ${name} has no end: ${what}`;
  context.warnings.push({ store: fixed.store, entity: 'orders', sourceId: '', code: 'last-line-unended', message });
  return waits;
}

/** A file that is left in its folder is taken once; one of the same content that arrives later is another. */
async function wasTaken(
  { ledger }: OrderRun,
  { fixed }: StoreRun,
  { arrivedAt }: IncomingFile,
  entity: FeedEntity,
  feed: FeedFile,
): Promise<boolean> {
  const takenAt = await ledger.watermark(fixed.store, entity, sliceOf({ feed }));
  return takenAt !== null && (arrivedAt === undefined || arrivedAt <= millisecondsOf(takenAt));
}

function sliceOf({ feed }: Pick<ToExtract, 'feed'>): string {
  return `file ${feed.sha256}`;
}

async function knownEntity(feed: FeedFile): Promise<FeedEntity> {
  const entity = await entityOf(feed);
  if (entity !== undefined) return entity;
  throw new ConsolidatorError(
    'feed-columns',
    `${feed.file}: found neither orders (Order ID and lines), payments (Order ID, Amount Paid), customers (Username) nor products (SKU, Name); expected a header that tells; see docs/feeds.md.${nearestHeaders(feed.header?.names ?? [])}`,
  );
}

/** Each trouble is told, not the first alone. */
function allOf(troubles: readonly unknown[]): unknown {
  const [first, ...others] = troubles;
  if (!(first instanceof ConsolidatorError) || others.length === 0) return first;
  const messages = troubles.map((trouble) => (trouble instanceof Error ? trouble.message : String(trouble)));
  return new ConsolidatorError(first.code, messages.join('\n'), { cause: first });
}
