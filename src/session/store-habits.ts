import type { Ledger } from '../ledger/ledger.ts';
import { type HabitName, habitNames, isNews, type Kept, parseKept, type Seen } from '../model/habits.ts';
import { instantOfMilliseconds } from '../model/time.ts';

const scopeOf = (host: string): string => `habit ${host}`;
const nameOf = (habit: HabitName, seenIn: string): string => `${habit} ${seenIn}`;

/** A habit of one store, as the ledger keeps it. */
export interface KeptHabit extends Kept {
  readonly habit: HabitName;
  readonly seenIn: string;
}

/**
 * What a run sees, by the way, of how its stores behave, by host. Nothing is asked of a store for it, and nothing that a run does
 * depends on it, so it is put into the ledger once, when the run ends: a run that is killed has it seen again by the next.
 */
export class StoreHabits {
  readonly #ledger: Pick<Ledger, 'learnedOf' | 'learnAll'>;
  readonly #now: () => number;
  readonly #seen = new Map<string, Map<string, Seen>>();

  /** @param now milliseconds since 1970 */
  constructor(ledger: Pick<Ledger, 'learnedOf' | 'learnAll'>, now: () => number) {
    this.#ledger = ledger;
    this.#now = now;
  }

  note(host: string, seen: Seen): void {
    const own = this.#seen.get(host) ?? new Map<string, Seen>();
    this.#seen.set(host, own);
    const name = nameOf(seen.habit, seen.in);
    if (isNews(seen.habit, own.get(name)?.value, seen.value)) own.set(name, seen);
  }

  /** Puts what is new into the ledger. */
  async save(): Promise<void> {
    const since = instantOfMilliseconds(this.#now());
    for (const [host, own] of this.#seen) {
      const before = await this.#ledger.learnedOf(scopeOf(host), [...own.keys()]);
      const news = [...own].filter(([name, { habit, value }]) =>
        isNews(habit, parseKept(habit, before.get(name) ?? '')?.value, value),
      );
      const kept = news.map(([name, { value }]): [string, string] => [name, JSON.stringify({ value, since })]);
      if (kept.length > 0) await this.#ledger.learnAll(scopeOf(host), new Map(kept), 'soon');
    }
    this.#seen.clear();
  }
}

/** @param kinds the names of all that habits may be seen in */
export async function readHabits(
  ledger: Pick<Ledger, 'learnedOf'>,
  host: string,
  kinds: readonly string[],
): Promise<KeptHabit[]> {
  const asked = habitNames.flatMap((habit) => kinds.map((seenIn) => ({ habit, seenIn })));
  const found = await ledger.learnedOf(
    scopeOf(host),
    asked.map(({ habit, seenIn }) => nameOf(habit, seenIn)),
  );
  return asked.flatMap(({ habit, seenIn }): KeptHabit[] => {
    const kept = parseKept(habit, found.get(nameOf(habit, seenIn)) ?? '');
    return kept === undefined ? [] : [{ habit, seenIn, ...kept }];
  });
}
