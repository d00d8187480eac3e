import type { Pipeline } from '../../config/pipeline.ts';
import { superseded } from '../../entities/writing/is-copy.ts';
import { isSupersededBy } from '../../entities/writing/write-services.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { type PrefixMap, rewriteOrderId } from '../../model/order-id.ts';
import { isSameStore, type Origin, originOf } from '../../model/origin.ts';
import { lowerKey } from '../../model/text-key.ts';
import { addSeconds, type Instant, instantOfMilliseconds, type LocalDate, startOfDay } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import { latestNotes, type OrderNotes } from '../../neto/orders.ts';
import { CLOSING } from './closing-mark.ts';
import { isKnownCopy } from './known-copy.ts';
import { oneForAll } from './one-for-all.ts';

/** A look holds so long. */
const EVERY_MILLISECONDS = 5 * 60_000;
/** What a store stamps and what it tells of its time may lie so far apart. */
const OVERLAP_SECONDS = 60;
/** How far the first look of a ledger goes back that has closed no run yet. */
const FIRST_LOOK_SECONDS = 86_400;
/** Where the primary tells no time, ours may differ from it by so much. */
const CLOCK_DOUBT_SECONDS = 900;
/** An id and a note are a small part of an order, for which the page size is meant. */
const NOTES_PER_ORDER = 10;
/** A record with its snapshots is some kilobytes large. */
const AT_ONCE = 200;

export interface WatchOptions {
  readonly pipeline: Pipeline;
  readonly ledger: Ledger;
  readonly primary: NetoClient;
  /** Copies of other installations count as ours. */
  readonly takeOver: boolean;
  /** The ledger has fewer runs than were seen of it here. */
  readonly isPutBack: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The primary's own time; null where it tells none. */
  readonly primaryTime: () => Instant | null;
  readonly signal: AbortSignal | undefined;
}

interface Watched {
  readonly store: string;
  readonly host: string;
  readonly salesChannel: string;
  readonly prefix: PrefixMap;
  readonly since: Instant;
}

interface Copy {
  readonly id: string;
  readonly origin: Origin;
}

interface Look {
  readonly at: number;
  readonly from: Instant;
}

/**
 * Looks whether anybody else writes what this ledger writes: at all stores before the first write,
 * and at each that is written for every five minutes.
 */
export class CopyWatch {
  readonly #options: WatchOptions;
  readonly #looks = new Map<string, Look>();
  /** By store. Several writes come when a look is due: one for all of them tells as much. */
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /**
   * @throws ConsolidatorError `ledger-superseded`, `ledger-in-use-elsewhere`, `ledger-behind`
   */
  async mayWrite(stores: Iterable<string>): Promise<void> {
    const watched = this.#watched();
    // Who took over may have written for one store only, and not for the one that is written for first.
    const names = new Set(this.#looks.size === 0 ? watched.map(({ store }) => store) : stores);
    for (const store of watched.filter((one) => names.has(one.store))) {
      const before = this.#looks.get(store.store);
      if (before !== undefined && Math.abs(this.#options.now() - before.at) < EVERY_MILLISECONDS) continue;
      await oneForAll(this.#underWay, store.store, () => this.#look(store, before));
    }
  }

  async #look(store: Watched, before: Look | undefined): Promise<void> {
    const at = this.#options.now();
    const until = this.#until();
    const from = before?.from ?? (await this.#from());
    await this.#judge(store, this.#read(store, from));
    this.#looks.set(store.store, { at, from: until });
  }

  /** The highest generation that copies name which are this ledger's, or of its stores; 0 where there are none. @throws ConsolidatorError */
  async highestGeneration(): Promise<number> {
    const { ledger } = this.#options;
    const knowsLast = ledger.claimed === 'moved' || ledger.claimed === 'restored';
    const closed = knowsLast ? await ledger.watermark(this.#options.primary.store, 'orders', CLOSING) : null;
    let highest = 0;
    for (const store of this.#watched()) {
      for await (const copies of this.#read(store, closed ?? store.since)) {
        for (const { internalNotes } of copies) {
          const origin = originOf(internalNotes);
          if (origin === undefined) continue;
          const concernsUs = origin.installation === ledger.installationId || isSameStore(origin, store);
          if (concernsUs) highest = Math.max(highest, origin.generation);
        }
      }
    }
    return highest;
  }

  #watched(): Watched[] {
    return this.#options.pipeline.secondaries.map(({ name, host, orders, prefix, since, timezone }) => ({
      store: name,
      host,
      salesChannel: orders.salesChannel,
      prefix,
      since: startOfDay(since as LocalDate, timezone),
    }));
  }

  #read({ salesChannel }: Watched, updatedFrom: Instant): AsyncIterable<readonly OrderNotes[]> {
    const { primary, signal } = this.#options;
    const pageSize = NOTES_PER_ORDER * primary.pageSize;
    return latestNotes(primary, { updatedFrom, salesChannel, pageSize }, { signal });
  }

  /** The last run that was closed has looked at all before. */
  async #from(): Promise<Instant> {
    const { ledger, primary } = this.#options;
    const closed = await ledger.watermark(primary.store, 'orders', CLOSING);
    const latest = this.#until();
    return closed !== null && closed <= latest
      ? addSeconds(closed, -OVERLAP_SECONDS)
      : addSeconds(latest, -FIRST_LOOK_SECONDS);
  }

  /** Up to when a look that is made now has seen all, by the primary's clock, which is believed only as far as ours bears it out. */
  #until(): Instant {
    const { now, primaryTime, pipeline } = this.#options;
    const ours = instantOfMilliseconds(now());
    const told = primaryTime() ?? addSeconds(ours, -CLOCK_DOUBT_SECONDS);
    const latest = addSeconds(ours, pipeline.load.clockToleranceSeconds);
    return addSeconds(told < latest ? told : latest, -OVERLAP_SECONDS);
  }

  /** Of all that a large first run copies in five minutes no more is kept than who made which. */
  async #judge(store: Watched, pages: AsyncIterable<readonly OrderNotes[]>): Promise<void> {
    const { ledger } = this.#options;
    const by = { id: ledger.installationId, generation: ledger.generation };
    const known: Copy[] = [];
    for await (const copies of pages) {
      for (const { id, internalNotes } of copies) {
        const origin = originOf(internalNotes);
        if (origin === undefined || origin.byFile) continue;
        // First of all, since a later generation finishes under our number what we began, and that looks like a copy that we lack.
        if (origin.installation === by.id && isSupersededBy(origin, by)) throw superseded(id, origin, by);
        known.push({ id, origin });
      }
    }
    for (let first = 0; first < known.length; first += AT_ONCE)
      await this.#demandKnown(store, known.slice(first, first + AT_ONCE));
  }

  async #demandKnown(store: Watched, copies: readonly Copy[]): Promise<void> {
    const { ledger } = this.#options;
    const by = { id: ledger.installationId, generation: ledger.generation };
    const mapped = await ledger.standingUnder(
      'orders',
      copies.map(({ id }) => id),
    );
    for (const { id, origin } of copies) {
      if ((mapped.get(id) ?? []).length > 0) continue;
      if (origin.installation === by.id) {
        if (origin.generation === by.generation && !(await isKnownCopy(ledger, id, origin)))
          throw this.#lacks(id, origin);
      } else if (isSameStore(origin, store)) await this.#othersCopy(store, id, origin);
    }
  }

  /** Another installation copies this store too: one that has taken over from us, or a second one under other numbers. */
  async #othersCopy(store: Watched, id: string, origin: Origin): Promise<void> {
    const { ledger, takeOver } = this.#options;
    const by = { id: ledger.installationId, generation: ledger.generation };
    const hasClosed = (await ledger.watermark(this.#options.primary.store, 'orders', CLOSING)) !== null;
    if (!takeOver && hasClosed && isSupersededBy(origin, by)) throw superseded(id, origin, by);
    const { sourceId } = origin;
    const ours = rewriteOrderId(sourceId, store.prefix);
    // What has the number that the rules give is looked up under it.
    if (ours.kind === 'rewritten' && lowerKey(ours.id) === lowerKey(id)) return;
    await ledger.noteElsewhere(store.store, [{ sourceId, targetId: id }]);
  }

  #lacks(id: string, { store, sourceId, generation }: Origin): ConsolidatorError {
    const { isPutBack, ledger } = this.#options;
    const what = `${id} in the primary is a copy of ${store} ${sourceId} that this ledger (installation ${ledger.installationId}, generation ${generation}) made, and it does not know of it.`;
    const error = (code: 'ledger-behind' | 'ledger-in-use-elsewhere', why: string) =>
      new ConsolidatorError(code, `${what} ${why} Nothing more was written.`, { store: 'primary', record: id });
    return isPutBack
      ? error(
          'ledger-behind',
          'It has fewer runs than were seen of it here, so it was put back to an older state: say so by `doctor --restored`, and run again; what was copied since is found, not copied twice.',
        )
      : error(
          'ledger-in-use-elsewhere',
          'So a copy of it is used elsewhere: find it and stop it, then say `doctor --restored` for the one that goes on. If this machine was put back to a snapshot, that is all there is to do.',
        );
  }
}

/**
 * The same for what writes without a run.
 * @throws ConsolidatorError `ledger-superseded`, `ledger-in-use-elsewhere`
 */
export function demandAlone(
  options: Pick<WatchOptions, 'pipeline' | 'ledger' | 'primary' | 'now' | 'signal'>,
  stores: Iterable<string>,
): Promise<void> {
  return new CopyWatch({ ...options, takeOver: false, isPutBack: false, primaryTime: () => null }).mayWrite(stores);
}
