import { counted } from '../../../model/amounts-text.ts';
import type { DueDateChoice, SecondaryChoices } from '../../../operations/init/pipeline-choices.ts';
import { daysOfTerms } from '../../../operations/init/propose-names.ts';
import type { Interviewing, Surveyed } from '../interviewing.ts';

type DueDates = Pick<SecondaryChoices, 'dueDate' | 'paymentTerms'>;

const DAYS = 14;
/** No due date. */
const NONE = '-';
const FIXED = ['source', 'terms', 'invoice-date'] as const;

/** Asked only where recent orders have none, since Xero refuses an invoice without one. */
export async function askDueDates({ answers, before }: Interviewing, store: Surveyed): Promise<DueDates> {
  const { name, survey } = store;
  const { withoutDueDate, orders } = survey.latest;
  const question = {
    id: `${name}.dueDate`,
    flag: `--due-date ${name}=${DAYS}`,
    message: 'When are those invoices due?',
    consequence: `${withoutDueDate} of the latest ${counted(orders, 'order')} of ${name} have no due date, and Xero refuses an invoice without one.`,
    check: (answer: string) =>
      FIXED.some((one) => one === answer) || (/^\d{1,3}$/.test(answer) && Number(answer) <= 365)
        ? undefined
        : `${JSON.stringify(answer)} is no rule for due dates. Expected source, terms, invoice-date, or a number of days from 0 to 365.`,
  };
  const known = answers.known(question);
  if (known === undefined && withoutDueDate === 0) return { dueDate: 'source', paymentTerms: new Map() };
  const answer = known ?? (await askRule());
  await answers.keep(question.id, answer);
  if (answer === 'terms') {
    const paymentTerms = await askTerms(answers, store);
    return { dueDate: paymentTerms.size === 0 ? 'source' : 'terms', paymentTerms };
  }
  return { dueDate: isFixed(answer) ? answer : { days: Number(answer) }, paymentTerms: new Map() };

  async function askRule(): Promise<string> {
    const used = before === undefined ? undefined : ruleWords(before.dueDate);
    const answer = await answers.get({
      ...question,
      isPersonal: true,
      proposal: used === undefined || isFixed(used) ? (used ?? 'invoice-date') : 'days',
      choices: [
        {
          value: 'invoice-date',
          name: 'on the day of the invoice',
          consequence: 'For a shop that is paid at the checkout.',
        },
        { value: 'days', name: 'some days after it', consequence: 'The same number of days for all of them.' },
        {
          value: 'terms',
          name: 'by the payment terms of each order',
          consequence: `The terms are: ${survey.latest.paymentTerms.map((one) => one.name || '(none)').join(', ')}.`,
        },
        {
          value: 'source',
          name: 'leave them without one',
          consequence: 'The primary may fill one in; look at one copy in Xero before you go on.',
        },
      ],
    });
    if (answer !== 'days') return answer;
    return answers.get({
      ...{ id: `${name}.dueDays`, flag: question.flag, message: 'How many days after the invoice' },
      proposal: used === undefined || isFixed(used) ? String(DAYS) : used,
      check: (text) =>
        /^\d{1,3}$/.test(text) && Number(text) <= 365 ? undefined : 'Expected a number of days from 0 to 365.',
    });
  }
}

/** Days for each of the terms that its orders name. */
async function askTerms(answers: Interviewing['answers'], { name, survey }: Surveyed): Promise<Map<string, number>> {
  const days = new Map<string, number>();
  for (const { name: terms } of survey.latest.paymentTerms) {
    const proposal = daysOfTerms(terms);
    const words = terms === '' ? 'orders that name no terms' : JSON.stringify(terms);
    const answer = await answers.get({
      id: `${name}.terms.${terms}`,
      flag: `--payment-terms "${name}:${terms}=${proposal ?? DAYS}"`,
      message: `Days of ${words} (- for no due date)`,
      // A number that nobody said is not made up.
      ...(proposal === undefined ? {} : { proposal: String(proposal) }),
      check: (text) =>
        text === NONE || (/^\d{1,3}$/.test(text) && Number(text) <= 365)
          ? undefined
          : 'Expected a number of days from 0 to 365, or - for none.',
    });
    if (answer !== NONE) days.set(terms, Number(answer));
  }
  return days;
}

function isFixed(text: string): text is (typeof FIXED)[number] {
  return FIXED.some((one) => one === text);
}

function ruleWords(rule: DueDateChoice): string {
  return typeof rule === 'object' ? String(rule.days) : rule;
}
