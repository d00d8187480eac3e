import { count, counted, listed } from '../../model/amounts-text.ts';
import { equal } from '../../model/money.ts';
import type { StoreSurvey } from '../../operations/init/survey.ts';

/** What was read of a store, in a few lines. @param primary to compare a secondary with */
export function surveyWords(name: string, survey: StoreSurvey, primary?: StoreSurvey): string {
  const { orders, prefixes, zones, times, lists, latest } = survey;
  const { currency, gstPercent } = lists.settings;
  const numbered = prefixes.map(({ prefix, orders: some }) => `${prefix || 'digits alone'} (${count(some)})`);
  const zone =
    times === 0
      ? 'no payment tells its time zone'
      : zones.length === 0
        ? 'its time zone is none of the usual ones'
        : `time zone ${zones.join(' or ')}, by ${counted(times, 'payment')}`;
  return [
    `  ${orders === 0 ? 'no order' : counted(orders, 'order')} seen${numbered.length === 0 ? '' : `, numbers begin with ${listed(numbered)}`}`,
    `  ${zone}`,
    `  ${currency}, GST ${gstPercent} %${moneyWords(survey, primary)}`,
    ...(latest.orders === 0
      ? []
      : [`  prices with tax on ${count(latest.taxInclusive)} of its latest ${counted(latest.orders, 'order')}`]),
    ...(orders === 0 ? [`  A key without the right to see orders looks just so: look at its rights in ${name}.`] : []),
  ].join('\n');
}

function moneyWords({ lists: { settings } }: StoreSurvey, primary: StoreSurvey | undefined): string {
  if (primary === undefined) return '';
  const { currency, gstPercent } = primary.lists.settings;
  if (settings.currency.toUpperCase() !== currency.toUpperCase())
    return ` - the primary has ${currency}: its orders can not go into the same books`;
  if (!equal(settings.gstPercent, gstPercent)) return ` - the primary has ${gstPercent} %: its taxed orders would wait`;
  return ', as in the primary';
}
