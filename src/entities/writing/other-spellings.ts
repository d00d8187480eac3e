import { lowerKey } from '../../model/text-key.ts';

/** What a store answered for a key that it was asked for, where it took another one for the same (beyond A and a). */
export class OtherSpellings {
  readonly #answered = new Map<string, string>();

  readonly note = (asked: string, answered: string): void => {
    this.#answered.set(lowerKey(asked), answered);
  };

  #of(asked: string): string | undefined {
    return this.#answered.get(lowerKey(asked));
  }

  /** Another key with which this one was mixed up: the one that came for it, or the one that it came for. */
  mixedUpWith(key: string): string | undefined {
    const answered = this.#of(key);
    if (answered !== undefined) return answered;
    return [...this.#answered].find(([, other]) => lowerKey(other) === lowerKey(key))?.[0];
  }
}
