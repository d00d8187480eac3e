import type { Pipeline } from '../config/pipeline.ts';
import { plural, singular } from '../entities/kinds.ts';
import { counted, listed } from '../model/amounts-text.ts';
import type { RecordKey } from '../model/entities.ts';
import type { Instant } from '../model/time.ts';
import { adoptedWords } from '../operations/adopt/adopted-words.ts';
import { DecisionQueue } from '../session/decisions/queue.ts';
import { type AdoptionSeen, type DecisionRequest, recordsIn } from '../session/decisions/queued-decision.ts';
import { isSameRecord } from './as-seen.ts';
import type { Thing } from './todo/things.ts';

type AdoptionCounts = Pick<AdoptionSeen, 'orders' | 'payments'>;

/** A decision that waits for the run that goes on, or for the next one. */
export interface QueuedTold {
  readonly id: string;
  readonly by: string;
  readonly at: Instant;
  readonly kind: DecisionRequest['kind'];
  /** `accept west order N100` */
  readonly words: string;
  readonly reason: string;
}

/** A decision that was not taken, since it fitted no more. */
export interface RefusedTold {
  readonly id: string;
  readonly by: string;
  readonly at: Instant;
  /** Why not, for each of its records. */
  readonly messages: readonly string[];
}

export interface QueueTold {
  /** In the order in which they are taken. */
  readonly queued: readonly QueuedTold[];
  /** Those that nobody has seen yet. */
  readonly refused: readonly RefusedTold[];
  /** Whether a decision about this record waits. */
  readonly isQueued: (key: RecordKey) => boolean;
  /** The same of what is to do beside records. */
  readonly isQueuedBeside: (thing: Thing) => boolean;
}

/** What people have decided and nobody could take yet, and what could not be taken at all. */
export async function readQueue(pipeline: Pick<Pipeline, 'ledger'>): Promise<QueueTold> {
  const queue = new DecisionQueue(pipeline);
  const list = await queue.list();
  const queued = list.flatMap(({ id, by, at, request }): QueuedTold[] => {
    // It is done, and waits only to be told by the audit.
    if (request.kind === 'noted') return [];
    const { kind, reason } = request;
    return [{ id, by, at, kind, words: decisionWords(request), reason }];
  });
  const refused = (await queue.refused()).map(({ id, by, at, refusals }): RefusedTold => {
    return { id, by, at, messages: refusals.map(({ message }) => message) };
  });
  const keys = Map.groupBy(
    list.flatMap(({ request }) => recordsIn(request)),
    ({ sourceId }) => sourceId,
  );
  const isQueued = (key: RecordKey): boolean => keys.get(key.sourceId)?.some((one) => isSameRecord(one, key)) ?? false;
  const isQueuedBeside = (thing: Thing): boolean =>
    list.some(({ request }) => {
      if (thing.kind === 'yes')
        return request.kind === 'yes' && request.stores.some(({ store }) => store === thing.store);
      return thing.kind === 'difference' && request.kind === 'own' && request.targetId === thing.own;
    });
  return { queued, refused, isQueued, isQueuedBeside };
}

/** Somebody has seen all that was refused: it is told no more. */
export async function seenAllRefused(pipeline: Pick<Pipeline, 'ledger'>): Promise<void> {
  const queue = new DecisionQueue(pipeline);
  for (const { id } of await queue.refused()) await queue.seen(id);
}

const verbs: Readonly<Record<Exclude<DecisionRequest['kind'], 'noted'>, string>> = {
  retry: 'try again',
  accept: 'accept',
  drop: 'leave out',
  own: "take for the primary's own",
  link: 'link',
  yes: 'copy',
  adopt: 'take into the map what stands in the primary',
};

/** `accept west order N100`, `leave out 12 payments of west` */
export function decisionWords(request: DecisionRequest): string {
  if (request.kind === 'own') return `${verbs.own}: ${request.targetId}`;
  if (request.kind === 'noted') return request.change;
  if (request.kind === 'yes') return yesWords(request.stores);
  if (request.kind === 'adopt') return adoptWords(request.seen);
  return decidingWords(request.kind, request.records, request.kind === 'link' ? request.as : []);
}

/** `copy 240 orders of west and 3 orders of south` */
export function yesWords(stores: readonly { readonly store: string; readonly orders: number }[]): string {
  return `${verbs.yes} ${listed(stores.map(({ store, orders }) => `${counted(orders, 'order')} of ${store}`))}`;
}

/** `take into the map what stands in the primary: 12 orders and 9 payments` */
export function adoptWords(seen: AdoptionCounts): string {
  return `${verbs.adopt}: ${adoptedWords(seen)}`;
}

/** The same of one that is still to be made. @param as of a link, the primary's own ids */
export function decidingWords(
  kind: Exclude<DecisionRequest['kind'], 'own' | 'noted' | 'yes' | 'adopt'>,
  records: readonly RecordKey[],
  as: readonly string[] = [],
): string {
  const [first] = records;
  if (first === undefined) return verbs[kind];
  const { store, entity, sourceId } = first;
  if (records.length > 1)
    return `${verbs[kind]} ${counted(records.length, singular(entity), plural(entity))} of ${store}`;
  return `${verbs[kind]} ${store} ${singular(entity)} ${sourceId}${as.length === 0 ? '' : ` as ${as.join(' + ')}`}`;
}
