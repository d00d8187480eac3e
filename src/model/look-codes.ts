/** What a run may find that is copied rightly and may be wrong where it comes from. */
export const lookCodes = [
  'account-without-name',
  'invoice-date-ahead',
  'payment-date-ahead',
  'transaction-on-two-orders',
] as const;
export type LookCode = (typeof lookCodes)[number];
