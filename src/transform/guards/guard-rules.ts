/** What Xero, behind the primary, can't take or would take wrongly. */
export const guardNames = ['skus', 'numbers', 'negativeTotals', 'dueDates', 'contacts', 'currency'] as const;
export type GuardName = (typeof guardNames)[number];

/**
 * - `stop`: the run ends before it writes anything of that kind.
 * - `hold`: the order goes to quarantine.
 * - `warn`: the order is copied, and the finding is reported.
 */
export const guardActions = ['stop', 'hold', 'warn'] as const;
export type GuardAction = (typeof guardActions)[number];

export type GuardRules = Readonly<Record<GuardName, GuardAction>>;

export const defaultGuards: GuardRules = {
  skus: 'hold',
  numbers: 'hold',
  negativeTotals: 'hold',
  // Most orders of a web shop are paid at once and have none; the primary is known to fill in its own.
  dueDates: 'warn',
  contacts: 'warn',
  currency: 'stop',
};
