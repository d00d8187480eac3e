/**
 * Stations that chunks of records pass one after the other: at most one chunk is at each, in the order in which they came, and one
 * that is done waits where it is until the next station is free. So the answers that one chunk waits for are awaited beside
 * those of others, and no two of them do the same thing at once.
 */
export type ChunkLine = Line;

export function openChunkLine(stations: number): ChunkLine {
  return new Line(stations);
}

class Line {
  /** What is, or was last, at each. */
  readonly #stations: Promise<void>[];
  #busy = 0;

  constructor(stations: number) {
    this.#stations = Array.from({ length: stations }, () => Promise.resolve());
  }

  get isBusy(): boolean {
    return this.#busy > 0;
  }

  /** Resolves when the work at this station has begun. @throws what the chunk before came to there */
  async enter(station: number, work: () => Promise<void>): Promise<void> {
    await this.#stations[station];
    this.#busy += 1;
    const done = work().finally(() => {
      this.#busy -= 1;
    });
    // It is told where it is waited for.
    done.catch(() => {});
    this.#stations[station] = done;
  }

  /** Waits until nothing is at these stations, or at any. @throws what the last chunk came to at one of them */
  async ended(first = 0, last = this.#stations.length - 1): Promise<void> {
    for (let station = first; station <= last; station += 1) await this.#stations[station];
  }

  /** The same, whatever comes of it. */
  async stopped(): Promise<void> {
    // What leaves one station may have entered the next by then.
    for (let station = 0; station < this.#stations.length; station += 1) await this.#stations[station]?.catch(() => {});
  }
}
