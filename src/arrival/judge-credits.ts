import { absolute, compare, equal, formatMoney, subtract, ZERO } from '../model/money.ts';
import { dayBefore, daysAfter, type LocalDate, localDateOf } from '../model/time.ts';
import type { XeroCredit, XeroInvoice } from '../xero/records.ts';
import type { ExpectedCopy, ExpectedReturn } from './expected.ts';
import { arrival, type Judging, mayStillCome, roundingOf } from './judging.ts';
import { isBooked, isLive } from './match.ts';
import { numberKey, spellingsOf } from './numbers.ts';
import type { Arrival, ArrivalCause, ArrivalVerdict } from './verdicts.ts';

const FURTHER_HOURS = 14;

/** Credit notes by number. */
export class CreditIndex {
  readonly #byNumber: ReadonlyMap<string, readonly XeroCredit[]>;
  readonly #prefix: string | null;

  constructor(credits: readonly XeroCredit[], prefix: string | null) {
    this.#byNumber = Map.groupBy(
      credits.filter(({ isSale }) => isSale),
      ({ number }) => numberKey(number),
    );
    this.#prefix = prefix;
  }

  of(id: string): XeroCredit[] {
    return spellingsOf(id, this.#prefix).flatMap((spelt) => this.#byNumber.get(spelt) ?? []);
  }
}

/**
 * One verdict for each closed return of a copy. Numbers of returns are small whole numbers that repeat from store to store:
 * a credit note is the return's only where its contact or its amount says so too.
 */
export function judgeCredits(
  copy: ExpectedCopy,
  invoice: XeroInvoice | undefined,
  index: CreditIndex,
  judging: Judging,
): { readonly arrivals: Arrival[]; readonly credits: XeroCredit[] } {
  const { books } = judging;
  const credits: XeroCredit[] = [];
  const arrivals = copy.returns.flatMap((one): Arrival[] => {
    const of = (verdict: ArrivalVerdict, cause: ArrivalCause | null, message: string, said = {}): Arrival[] => [
      arrival(copy, verdict, cause, message, {
        entity: 'credit',
        id: one.id,
        day: one.day,
        amount: one.total,
        ...said,
      }),
    ];
    if (books.credits.kind === 'unread') return of('unproven', 'not-read', books.credits.why);
    const own = index.of(one.id).filter((credit) => belongs(credit, one, invoice));
    const [credit, ...more] = own.filter(isLive);
    const what = `The return ${one.id} of ${copy.number}, a credit of ${formatMoney(one.total)},`;
    if (credit === undefined) return notThere(own, one, what, { copy, judging, of });
    credits.push(credit);
    const said = { xeroId: credit.id, primary: one.total, xero: credit.total };
    if (more.length > 0)
      return of('different', 'doubled', `${what} is in Xero ${more.length + 1} times.`, {
        ...said,
        remedy: 'Void one of them in Xero.',
      });
    if (!equal(credit.total, one.total)) {
      return of('different', 'total', `${what} is a credit note of ${formatMoney(credit.total)} in Xero.`, {
        ...said,
        remedy: 'Find out which is right, and mend the other.',
      });
    }
    if (invoice !== undefined && credit.contactId !== '' && credit.contactId !== invoice.contactId) {
      return of('different', 'contact', `${what} is booked to another contact in Xero than its invoice.`, {
        ...said,
        contacts: { primary: invoice.contactId, xero: credit.contactId },
        remedy: 'Correct the contact of the credit note in Xero.',
      });
    }
    const currency = invoice?.currency || copy.currency;
    if (currency !== '' && credit.currency !== '' && credit.currency !== currency) {
      return of(
        'different',
        'currency',
        `${what} is in ${credit.currency} in Xero, but in ${currency} in the primary.`,
        {
          ...{ ...said, primary: currency, xero: credit.currency },
          remedy: 'Void the credit note in Xero, and export it anew.',
        },
      );
    }
    const gst = one.tax === undefined ? ZERO : absolute(subtract(credit.tax, one.tax));
    if (compare(gst, roundingOf(copy)) > 0) {
      return of(
        'different',
        'gst',
        `${what} has a GST of ${formatMoney(credit.tax)} in Xero, but of ${formatMoney(one.tax ?? ZERO)} in the primary.`,
        {
          ...{ ...said, primary: one.tax ?? null, xero: credit.tax },
          remedy: 'Compare the tax rates of its lines in Xero with those of the products.',
        },
      );
    }
    if (credit.day !== null && one.day !== null && !mayBeOf(one, one.day, credit.day, judging)) {
      return of('different', 'date', `${what} is of ${credit.day} in Xero, but of ${one.day} in the primary.`, {
        ...{ ...said, primary: one.day, xero: credit.day },
        remedy: 'Correct the date in Xero, where the month or the quarter of the tax return is another.',
      });
    }
    if (!isBooked(credit))
      return of('pending', 'waits-for-approval', `${what} waits in Xero for its approval.`, {
        ...said,
        remedy: 'Approve it in Xero.',
      });
    if (books.noProof !== undefined) return of('unproven', books.noProof.cause, books.noProof.why, said);
    // Its number and its amount alone may be those of another shop's return.
    const isKnown = invoice !== undefined && credit.contactId !== '' && credit.contactId === invoice.contactId;
    if (!isKnown && !isCalledAs(copy, credit, judging)) {
      return of(
        'unproven',
        'ambiguous',
        `Whose credit note ${credit.number} is could not be told: ${what} has no invoice in Xero beside it.`,
        said,
      );
    }
    if (credit.currency === '')
      return of('unproven', 'not-shown', `${what} is in Xero, which does not show its currency.`, said);
    const hidden = hiddenIn(one, credit);
    if (hidden !== undefined) return of('unproven', 'not-shown', `${what} is in Xero, but ${hidden}.`, said);
    if (credit.day?.slice(0, 7) !== one.day?.slice(0, 7)) {
      const why = `${what} is of ${credit.day} in Xero, and was issued on ${one.day}: which tax return it belongs to can't be told, since the export may date it by its approval.`;
      return of('unproven', 'date', why, said);
    }
    return of('proven', null, '', said);
  });
  return { arrivals, credits };
}

/** A run later, and over a weekend; a zone that one of the two takes for another moves it by a day. */
const DAYS_LATER = 4;

/**
 * Whether the export may date it so: by the day on which it was issued, approved, which is a change of it, or taken by a run,
 * none of which is known.
 */
function mayBeOf({ changedAt }: ExpectedReturn, issued: LocalDate, day: LocalDate, { settings }: Judging): boolean {
  const changed = changedAt == null ? settings.today : localDateOf(changedAt, 'UTC');
  const latest = daysAfter(changed > issued ? changed : issued, DAYS_LATER);
  return day >= dayBefore(issued) && day <= latest;
}

function hiddenIn({ tax, day }: ExpectedReturn, credit: XeroCredit): string | undefined {
  if (tax === undefined) return 'the primary does not show its GST';
  if (day === null) return 'the primary does not show its day';
  return credit.day === null ? 'Xero does not show its day' : undefined;
}

function isCalledAs({ nameKey }: ExpectedCopy, { contactName }: XeroCredit, { settings }: Judging): boolean {
  return nameKey !== '' && settings.people.nameKey(contactName) === nameKey;
}

function belongs(credit: XeroCredit, { total }: ExpectedReturn, invoice: XeroInvoice | undefined): boolean {
  return equal(credit.total, total) || (invoice !== undefined && credit.contactId === invoice.contactId);
}

function notThere(
  own: readonly XeroCredit[],
  one: ExpectedReturn,
  what: string,
  {
    copy,
    judging,
    of,
  }: {
    copy: ExpectedCopy;
    judging: Judging;
    of: (...said: [ArrivalVerdict, ArrivalCause | null, string, object?]) => Arrival[];
  },
): Arrival[] {
  const { settings } = judging;
  const [gone] = own;
  if (gone !== undefined && gone.status === 'UNKNOWN')
    return of('unproven', 'unknown-status', `${what} has a status in Xero that this program does not know.`);
  if (gone !== undefined) {
    const [cause, word] =
      gone.status === 'VOIDED' ? (['voided', 'voided'] as const) : (['deleted', 'deleted'] as const);
    return of('different', cause, `${what} is ${word} in Xero.`, {
      xeroId: gone.id,
      primary: one.total,
      remedy: 'Find out why, and export it anew if it counts.',
    });
  }
  if (mayStillCome(copy, settings, { furtherHours: FURTHER_HOURS, day: one.day, since: one.changedAt ?? null }))
    return of('pending', 'usual-delay', `${what} is not in Xero yet.`);
  if (settings.lockDate !== null && one.day !== null && one.day <= settings.lockDate)
    return of('missing', 'locked', `${what} is not in Xero: its day is locked there up to ${settings.lockDate}.`, {
      primary: one.total,
      remedy: 'Have your accountant decide where it belongs.',
    });
  return of('missing', 'not-exported', `${what} is not in Xero.`, {
    primary: one.total,
    remedy:
      "Look for it in the primary's Xero export log. A return of shipping alone needs a line over nothing to be exported.",
  });
}
