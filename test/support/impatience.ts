import { stopped } from '../../src/neto/clock.ts';
import type { Between } from '../../src/run/options.ts';

/** Waits before repeats take no time: the faults of a test are over at once, or never. */
export const impatience: Between = {
  ledger: (ledger) => ledger,
  store: (client) => client,
  clock: {
    now: () => performance.now(),
    async sleep(_, signal) {
      if (signal?.aborted === true) throw stopped();
    },
  },
};
