import type { RoundingEffect, RoundingEffects } from '../../entities/writing/write-services.ts';
import type { Ledger } from '../../ledger/ledger.ts';

const SCOPE = 'order rounding';

/** What the primary makes of OrderRounding, kept from run to run. @param host the primary's */
export async function openRoundingEffects(
  ledger: Pick<Ledger, 'learned' | 'learn'>,
  host: string,
): Promise<RoundingEffects> {
  let known = effectOf(await ledger.learned(SCOPE, host));
  return {
    known: () => known,
    async learn(effect) {
      known = effect;
      await ledger.learn(SCOPE, host, effect);
    },
  };
}

function effectOf(text: string | null): RoundingEffect | null {
  return text === 'added' || text === 'subtracted' || text === 'ignored' ? text : null;
}
