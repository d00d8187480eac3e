import {
  agreedAgainstUs,
  type ClockReading,
  isUnbelievable,
  listingEnd,
  type StoreTime,
  secondsAhead,
  spanText,
  watermarkBound,
} from '../../entities/reading/store-clock.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { startOfDay } from '../../model/time.ts';
import { type AskedStore, isAsked } from '../../session/store-run.ts';
import type { RunBasics } from '../context/parts.ts';
import type { RunWarning } from '../context/warnings.ts';

/** Known orders of which at least one must still be seen, so that one that was deleted does not stop the run. */
const PROBES = 3;

/** What all stores say of their time, each asked once in a run; files tell none. */
export class Clocks {
  readonly #context: RunBasics;
  readonly #primary: ClockReading;
  readonly #secondaries: ReadonlyMap<string, Promise<ClockReading>>;

  /** Asks all secondaries at once; who does not answer holds up nobody but itself. */
  constructor(context: RunBasics, primary: ClockReading) {
    this.#context = context;
    this.#primary = primary;
    const asked = context.stores.filter(isAsked);
    this.#secondaries = new Map(asked.map((store) => [store.fixed.store, readClock(context, store)]));
    // Whoever waits for one hears of its trouble.
    for (const reading of this.#secondaries.values()) reading.catch(() => {});
  }

  /** @throws ConsolidatorError `clock-unbelievable`, and whatever asking it may throw */
  async timeOf(store: string): Promise<StoreTime> {
    const reading = (await this.#secondaries.get(store)) ?? { store, told: null, at: this.#context.now() };
    if (isUnbelievable(reading)) throw await this.#unbelievable(reading);
    return { upTo: watermarkBound(reading, this.#tolerance), listedTo: listingEnd(reading) };
  }

  /** Of clocks that differ, though nothing is lost by it. */
  async warnings(): Promise<RunWarning[]> {
    const readings = await this.#all();
    for (const reading of readings) this.#tell(reading);
    const agreed = agreedAgainstUs(readings, this.#tolerance);
    if (agreed !== undefined) return [warning(this.#primary.store, 'own-clock-wrong', ownClockWrong(agreed))];
    return readings.flatMap((reading) => {
      const { store } = reading;
      const ahead = secondsAhead(reading);
      if (ahead === null)
        return [
          warning(store, 'clock-untold', `${store} does not tell its time; this machine's clock took its place.`),
        ];
      if (Math.abs(ahead) <= this.#tolerance) return [];
      const message = `The clock of ${store} is ${spanText(ahead)} ${ahead > 0 ? 'ahead of' : 'behind'} this machine's. Nothing is passed over by it; have it set right, since the stamps of its records follow it.`;
      return [warning(store, 'clock-differs', message)];
    });
  }

  #tell(reading: ClockReading): void {
    const { pipeline, habits } = this.#context;
    const ahead = secondsAhead(reading);
    const connection = [pipeline.primary, ...pipeline.secondaries].find(({ name }) => name === reading.store);
    if (ahead === null || connection === undefined) return;
    habits.note(connection.host, { habit: 'clock', value: ahead, in: 'stores' });
  }

  get #tolerance(): number {
    return this.#context.pipeline.load.clockToleranceSeconds;
  }

  /** Those that could be had. */
  async #all(): Promise<ClockReading[]> {
    const asked = await Promise.allSettled(this.#secondaries.values());
    const had = asked.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    return [this.#primary, ...had];
  }

  async #unbelievable(reading: ClockReading): Promise<ConsolidatorError> {
    const { store, told } = reading;
    const agreed = agreedAgainstUs(await this.#all(), this.#tolerance);
    const behind = spanText(secondsAhead(reading) ?? 0);
    const message =
      agreed === undefined
        ? `${store}: the store says that it is ${told}, which is ${behind} behind this machine's clock. Nothing was read from it, and its watermark stays.`
        : `${store}: nothing was read from it, and its watermark stays. ${ownClockWrong(agreed)}`;
    return new ConsolidatorError('clock-unbelievable', message, { store });
  }
}

async function readClock(context: RunBasics, store: AskedStore): Promise<ClockReading> {
  const { ledger, narrowing, pipeline, allowEmpty, signal } = context;
  const { store: name, since, timeZone } = store.fixed;
  const probe = {
    knownIds: await ledger.recentIds(name, 'orders', PROBES),
    placedFrom: startOfDay(narrowing.history?.from ?? since, timeZone),
    allowEmpty,
    now: context.now,
    toleranceSeconds: pipeline.load.clockToleranceSeconds,
  };
  return store.source.time(probe, { signal });
}

function ownClockWrong(ahead: number): string {
  return `All stores agree on a time that is ${spanText(ahead)} ${ahead > 0 ? 'ahead of' : 'behind'} this machine's: its own clock is wrong. Set it (NTP).`;
}

function warning(store: string, code: string, message: string): RunWarning {
  return { store, entity: 'orders', sourceId: '', code, message };
}
