/**
 * Whether a record is in another currency than the primary's books, whatever `guards.currency` says: that speaks of the
 * store's own setting. A blank one is the store's default (reference on feeds, "Currency Code"), so it is the guard's matter.
 */
export function isForeignCurrency(currency: string, primaryCurrency: string): boolean {
  const shown = currencyKey(currency);
  return shown !== '' && shown !== currencyKey(primaryCurrency);
}

export function currencyKey(currency: string): string {
  return currency.trim().toUpperCase();
}
