import { equal } from '../../model/money.ts';
import type { CurrencySettings } from '../../model/reference-lists.ts';
import type { CheckContext } from './check-context.ts';

/** Currency and tax rate of both sides. */
export function checkMoney(
  { findings, pipeline }: CheckContext,
  store: string,
  own: CurrencySettings,
  primary: CurrencySettings,
): void {
  const path = ['guards', 'currency'];
  if (own.currency.toUpperCase() !== primary.currency.toUpperCase()) {
    const message = `The store's currency is ${own.currency}, and the primary's ${primary.currency}.`;
    const action = pipeline.guards.currency;
    const remedy = `Leave the store out. \`guards.currency\` is ${action}.`;
    if (action === 'warn') findings.warn('currency and tax', store, message, remedy, path);
    else findings.problem('currency and tax', store, message, remedy, path);
  } else if (!equal(own.gstPercent, primary.gstPercent)) {
    const message = `The store's tax rate is ${own.gstPercent} %, and the primary's ${primary.gstPercent} %. Its taxed orders would all be quarantined.`;
    findings.problem('currency and tax', store, message, 'Set both stores to the same rate.');
  } else {
    findings.ok('currency and tax', store, `${own.currency} and ${own.gstPercent} %, as in the primary.`);
  }
}
