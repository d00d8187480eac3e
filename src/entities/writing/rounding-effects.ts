/** What OrderRounding does to a total in this primary, as its first use has shown (U22). */
export type RoundingEffect = 'added' | 'subtracted' | 'ignored';

export interface RoundingEffects {
  /** null: it was never used. */
  known(): RoundingEffect | null;
  learn(effect: RoundingEffect): Promise<void>;
}
