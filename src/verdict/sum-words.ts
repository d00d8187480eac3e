import { listed, money } from '../model/amounts-text.ts';
import type { Decimal } from '../model/money.ts';

/** What records come to in one currency; empty where none of them names any. */
export interface CurrencySum {
  readonly currency: string;
  readonly amount: Decimal;
}

/** `A$ 412.00 and 2 whose amount is not known`; empty where there is no amount */
export function sumWords(amounts: readonly CurrencySum[], unknownAmounts = 0): string {
  return listed([
    ...amounts.map(({ currency, amount }) => `${currencySign(currency)}${money(amount)}`),
    ...(unknownAmounts === 0 ? [] : [`${unknownAmounts} whose amount is not known`]),
  ]);
}

const SIGNS: Readonly<Record<string, string>> = {
  AUD: 'A$', NZD: 'NZ$', USD: 'US$', CAD: 'C$', SGD: 'S$', HKD: 'HK$', GBP: '£', EUR: '€', JPY: '¥',
}; // biome-ignore format: a table

/** With a blank behind it; nothing where the currency is not known. */
function currencySign(currency: string): string {
  return currency === '' ? '' : `${Object.hasOwn(SIGNS, currency) ? SIGNS[currency] : currency} `;
}
