import { exportPlots } from './export-plots.ts';
import { ledgerPlots } from './ledger-plots.ts';
import { namePlots } from './name-plots.ts';
import { BEGINNING, QUIET } from './plan.ts';
import type { Act, Plot, Stage } from './stage.ts';
import { DAY, HOUR, MINUTE } from './truth.ts';

/** By name. */
export const plots: Readonly<Record<string, Plot>> = { ...ledgerPlots, ...exportPlots, ...namePlots };
/** Until something has been copied. */
const FIRST = 8 * HOUR;
/** The longest a plot takes. */
const LONGEST = 2 * HOUR;
const QUARTER = 15 * MINUTE;

interface Due {
  at: number;
  readonly acts: Act[];
}

/** Plays each plot once, and one after the other again and again as far as there are days. */
export class Plots {
  readonly #due: Due[] = [];
  readonly #stage: Stage;

  constructor(stage: Stage, days: number) {
    this.#stage = stage;
    const names = Object.keys(plots);
    const open = days * DAY - QUIET - FIRST;
    const spacing = Math.max(LONGEST, Math.min(6 * HOUR, open / names.length));
    for (let place = 0; place * spacing < open; place += 1) {
      const name = names[place % names.length] ?? '';
      const counted: Act = { play: async () => stage.planted(name) };
      this.#due.push({ at: BEGINNING + FIRST + place * spacing, acts: [counted, ...(plots[name]?.() ?? [])] });
    }
  }

  /** What is due by now, while no request fails. */
  async play(now: number): Promise<void> {
    const stores = Object.values(this.#stage.stores);
    const faults = stores.map((store) => store.faults.next);
    for (const { faults: own } of stores) own.next = undefined;
    try {
      for (const due of this.#due) await this.#playOne(due, now);
    } finally {
      for (const [index, { faults: own }] of stores.entries()) own.next = faults[index];
    }
  }

  async #playOne(due: Due, now: number): Promise<void> {
    while (due.acts.length > 0 && due.at <= now) {
      const act = due.acts.shift();
      await act?.play(this.#stage);
      due.at = now + (due.acts[0]?.later ?? 0) * QUARTER;
    }
  }
}
