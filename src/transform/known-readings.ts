import { type Dimension, lastingDimensions, type Reading, readings, standardReading } from './readings.ts';

/**
 * Which readings a store may have: all that none of its orders has contradicted. An order tells by its own total which
 * of them its fields can be explained by; one that none explains (a hidden amount) tells nothing.
 */
export class KnownReadings {
  #open: readonly Reading[];
  /** By dimensions, as long as the same are open: each draft of an order asks. */
  readonly #told = new Map<string, readonly Reading[]>();

  constructor(open: readonly Reading[] = readings) {
    this.#open = open.length === 0 ? readings : open;
  }

  /** @param text as `text()` gave it; whatever else it is counts as nothing known */
  static parse(text: string | null): KnownReadings {
    const places = text === null || !/^\d+( \d+)*$/.test(text) ? [] : text.split(' ').map(Number);
    return new KnownReadings(places.flatMap((place) => readings[place] ?? []));
  }

  /** The places of the open readings among all, for keeping. */
  text(): string {
    return this.#open.map((reading) => readings.indexOf(reading)).join(' ');
  }

  /** Told apart in these dimensions alone; of the others the likeliest value is taken. The likeliest reading first. */
  in(dimensions: ReadonlySet<Dimension>): readonly Reading[] {
    const name = [...dimensions].join(' ');
    const told = this.#told.get(name) ?? distinctIn(this.#open, dimensions);
    this.#told.set(name, told);
    return told;
  }

  /**
   * Keeps the readings that explain an order.
   * @param dimensions those that can make a difference to it
   * @returns whether less is open than before
   */
  teach(dimensions: ReadonlySet<Dimension>, explains: (reading: Reading) => boolean): boolean {
    const lasting = new Set([...dimensions].filter((dimension) => lastingDimensions.has(dimension)));
    if (lasting.size === 0) return false;
    const kept = this.#narrowed(this.#open, lasting, explains);
    if (kept.length === this.#open.length) return false;
    // The store has changed its ways, or an odd order has once misled us: what it shows now counts.
    const found = kept.length > 0 ? kept : this.#narrowed(readings, lasting, explains);
    if (found.length === 0) return false;
    this.#open = found;
    this.#told.clear();
    return true;
  }

  #narrowed(
    open: readonly Reading[],
    dimensions: ReadonlySet<Dimension>,
    explains: (reading: Reading) => boolean,
  ): readonly Reading[] {
    const distinct = open === this.#open ? this.in(dimensions) : distinctIn(open, dimensions);
    const explaining = new Set(distinct.filter(explains).map((reading) => nameIn(reading, dimensions)));
    return open.filter((reading) => explaining.has(nameIn(reading, dimensions)));
  }
}

function distinctIn(open: readonly Reading[], dimensions: ReadonlySet<Dimension>): Reading[] {
  const distinct = new Map<string, Reading>();
  for (const reading of open) {
    const name = nameIn(reading, dimensions);
    if (!distinct.has(name)) distinct.set(name, projected(reading, dimensions));
  }
  return [...distinct.values()];
}

function projected(reading: Reading, dimensions: ReadonlySet<Dimension>): Reading {
  return Object.fromEntries(
    Object.entries(standardReading).map(([name, value]) => {
      const dimension = name as Dimension;
      return [dimension, dimensions.has(dimension) ? reading[dimension] : value];
    }),
  ) as unknown as Reading;
}

function nameIn(reading: Reading, dimensions: ReadonlySet<Dimension>): string {
  return [...dimensions].map((dimension) => reading[dimension]).join(' ');
}
