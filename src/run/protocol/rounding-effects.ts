import type { RoundingEffect, RoundingEffects } from '../../entities/writing/write-services.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { HabitListener } from '../../session/open-run.ts';

const SCOPE = 'order rounding';

/** What the primary makes of OrderRounding, kept from run to run. @param host the primary's */
export async function openRoundingEffects(
  ledger: Pick<Ledger, 'learned' | 'learn'>,
  host: string,
  habits?: HabitListener,
): Promise<RoundingEffects> {
  let known = await readRoundingEffect(ledger, host);
  return {
    known: () => known,
    async learn(effect) {
      known = effect;
      habits?.note(host, { habit: 'orderRounding', value: effect, in: 'orders' });
      await ledger.learn(SCOPE, host, effect);
    },
  };
}

/** What is known of it; null: nothing. */
export async function readRoundingEffect(
  ledger: Pick<Ledger, 'learned'>,
  host: string,
): Promise<RoundingEffect | null> {
  return effectOf(await ledger.learned(SCOPE, host));
}

function effectOf(text: string | null): RoundingEffect | null {
  return text === 'added' || text === 'subtracted' || text === 'ignored' ? text : null;
}
