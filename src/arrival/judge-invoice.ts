import { absolute, compare, decimal, equal, formatMoney, isNegative, subtract } from '../model/money.ts';
import type { XeroInvoice } from '../xero/records.ts';
import { asPending } from './changed-lately.ts';
import type { ContactJudge } from './contacts.ts';
import type { ExpectedCopy } from './expected.ts';
import { hiddenOf } from './hidden.ts';
import { ageOf, arrival, type Judging, mayStillCome, roundingOf } from './judging.ts';
import { type InvoiceIndex, isBooked, isLive, type Standing } from './match.ts';
import type { Shift } from './shifted-days.ts';
import type { Arrival } from './verdicts.ts';

const VOID_IT = 'Find out in Xero, by its history, what happened; void what is wrong, and export the order anew.';

export interface InvoiceJudges {
  readonly index: InvoiceIndex;
  readonly contacts: ContactJudge;
  readonly shift: Pick<Shift, 'explains' | 'mayExplain'>;
}

/** What became of the invoice of one copy: as many verdicts as there is to say, at least one. */
export function judgeInvoice(copy: ExpectedCopy, judges: InvoiceJudges, judging: Judging): Arrival[] {
  const { books } = judging;
  if (books.invoices.kind === 'unread') return [arrival(copy, 'unproven', 'not-read', books.invoices.why)];
  const standing = judges.index.for(copy);
  const [invoice, ...more] = standing.live;
  if (copy.isCancelled) return judgeCancelled(copy, standing, judging);
  if (invoice === undefined) return [notThere(copy, standing, judging)];
  const found = [
    ...asPending(copy, invoice, compareInvoice(copy, invoice, judges, judging), judging),
    ...more.map((second) =>
      arrival(
        copy,
        'different',
        'doubled',
        `${copy.number} is in Xero twice, the second time over ${formatMoney(second.total)} (${second.number}).`,
        {
          ...{ xeroId: second.id, primary: copy.total, xero: second.total, remedy: 'Void one of the two in Xero.' },
        },
      ),
    ),
  ];
  if (standing.voided.length > 0) judging.notes.add(`A voided invoice was replaced by a new one of the same number`);
  if (found.length > 0) return found;
  if (!isBooked(invoice)) {
    const message = `${copy.number} waits in Xero for its approval (${invoice.status.toLowerCase()}), so it is not in the books yet.`;
    return [
      arrival(copy, 'pending', 'waits-for-approval', message, { xeroId: invoice.id, remedy: 'Approve it in Xero.' }),
    ];
  }
  if (books.noProof !== undefined) {
    const { cause, why } = books.noProof;
    return [arrival(copy, 'unproven', cause, why, { xeroId: invoice.id })];
  }
  const hidden = hiddenOf(copy, invoice);
  if (hidden !== undefined)
    return [
      arrival(copy, 'unproven', 'not-shown', `${copy.number} is in Xero, but ${hidden}.`, { xeroId: invoice.id }),
    ];
  if (judges.contacts.compare(copy, invoice).kind === 'unknown') {
    const message = `Whose invoice ${copy.number} is could not be told: its contact in Xero was not read.`;
    return [arrival(copy, 'unproven', 'not-read', message, { xeroId: invoice.id })];
  }
  return [arrival(copy, 'proven', null, '', { xeroId: invoice.id })];
}

/** Whatever stands in the books of it: also what was paid, as long as no credit takes it back. */
function judgeCancelled(copy: ExpectedCopy, { live }: Standing, { books, settings }: Judging): Arrival[] {
  const credits = books.credits.kind === 'read' ? books.credits.rows : [];
  return live
    .filter((invoice) => {
      const isBack = credits.some(
        (one) => one.isSale && isLive(one) && one.contactId === invoice.contactId && equal(one.total, invoice.total),
      );
      const isOpen = !equal(invoice.due, decimal(0));
      const isTaken = !equal(invoice.paid, decimal(0)) && !equal(invoice.credited, invoice.total) && !isBack;
      return !equal(invoice.total, decimal(0)) && (isOpen || isTaken);
    })
    .map((invoice) => {
      const said = { xeroId: invoice.id, xero: invoice.total };
      if (mayStillCome(copy, settings)) {
        const message = `${copy.number} was cancelled in the primary a short time ago; its invoice over ${formatMoney(invoice.total)} stands in Xero yet.`;
        return arrival(copy, 'pending', 'usual-delay', message, said);
      }
      const message = `${copy.number} is cancelled in the primary, but its invoice over ${formatMoney(invoice.total)} stands in Xero.`;
      const remedy = 'Void or credit the invoice in Xero.';
      return arrival(copy, 'different', 'cancelled', message, { ...said, remedy });
    });
}

function notThere(copy: ExpectedCopy, standing: Standing, judging: Judging): Arrival {
  const { books, settings } = judging;
  const total = formatMoney(copy.total);
  const sameTotal = standing.renamed.filter((one) => equal(one.total, copy.total));
  const [voided, deleted, unknown, renamed] = [
    standing.voided[0],
    standing.deleted[0],
    standing.unknown[0],
    sameTotal[0],
  ];
  if (unknown !== undefined) {
    const message = `${copy.number} has a status in Xero that this program does not know.`;
    return arrival(copy, 'unproven', 'unknown-status', message, { xeroId: unknown.id });
  }
  if (voided !== undefined || renamed !== undefined) {
    const invoice = voided ?? renamed;
    const as = voided === undefined ? ` (as ${renamed?.number})` : '';
    const message = `${copy.number} over ${total} is voided in Xero${as}, but counts in the primary.`;
    const remedy =
      'Find out why it was voided. Xero does not take a voided number again, unless it is altered there first.';
    return arrival(copy, 'different', 'voided', message, { xeroId: invoice?.id ?? null, primary: copy.total, remedy });
  }
  if (deleted !== undefined) {
    const message = `${copy.number} over ${total} was deleted in Xero, but counts in the primary.`;
    const remedy = 'If it was deleted to be exported anew, export it; else find out why.';
    return arrival(copy, 'different', 'deleted', message, { xeroId: deleted.id, primary: copy.total, remedy });
  }
  if (books.notAsked.has(copy.number))
    return arrival(
      copy,
      'unproven',
      'not-read',
      `${copy.number} was not looked for: too many were not found among the invoices of their days.`,
    );
  if (mayStillCome(copy, settings)) {
    const hours = Math.max(0, Math.floor(ageOf(copy, settings) ?? 0));
    const message = `${copy.number} over ${total} is not in Xero yet, ${hours} h after its last change; the export may take ${settings.usualDelayHours} h.`;
    return arrival(copy, 'pending', 'usual-delay', message, { primary: copy.total });
  }
  return arrival(copy, 'missing', ...whyMissing(copy, judging));
}

/** The reason that the data shows, else where to look. */
function whyMissing(
  copy: ExpectedCopy,
  { settings }: Judging,
): [Arrival['cause'], string, { remedy: string; primary: string }] {
  const { number, total, day, dueDay } = copy;
  const there = `${number} over ${formatMoney(total)} is approved in the primary, but not in Xero`;
  const said = (remedy: string) => ({ remedy, primary: total });
  if (day === null)
    return [
      'no-invoice-date',
      `${there}: it has no invoice date.`,
      said('Invoice the order in the primary, and have it exported.'),
    ];
  if (settings.lockDate !== null && day <= settings.lockDate)
    return [
      'locked',
      `${there}: its day (${day}) is locked in Xero up to ${settings.lockDate}.`,
      said('Have your accountant decide where it belongs; move the date, or lift the lock for it.'),
    ];
  if (isNegative(total))
    return [
      'negative-total',
      `${there}: Xero takes no invoice of less than nothing.`,
      said('Enter it in Xero as a credit note.'),
    ];
  if (dueDay === null)
    return [
      'no-due-date',
      `${there}: it has no due date, for which Xero may have refused it ("Due date cannot be empty").`,
      said("Give the order a due date in the primary's payment section, and export it anew."),
    ];
  return [
    'not-exported',
    `${there}.`,
    said(
      "Look for it in the primary's Xero export log (Logs & Reports, Export Logs, Invoices), which has Xero's answer; mend that, and export it anew.",
    ),
  ];
}

function compareInvoice(
  copy: ExpectedCopy,
  invoice: XeroInvoice,
  { contacts, shift }: InvoiceJudges,
  { settings, notes }: Judging,
): Arrival[] {
  const found: Arrival[] = [];
  const differs = (
    cause: NonNullable<Arrival['cause']>,
    primary: string | null,
    xero: string | null,
    message: string,
    remedy: string,
    contacts?: Arrival['contacts'],
  ) => {
    const said = { xeroId: invoice.id, primary, xero, remedy, ...(contacts === undefined ? {} : { contacts }) };
    found.push(arrival(copy, 'different', cause, message, said));
  };
  const { number } = copy;
  const to = (name = ''): string => (settings.people.areNamed && name !== '' ? ` to "${name}"` : '');
  const totalOff = absolute(subtract(invoice.total, copy.total));
  const isTotalOff = !copy.notShown?.includes('total') && compare(totalOff, settings.tolerance) > 0;
  const contact = contacts.compare(copy, invoice);
  const both = { primary: `${copy.usernameKey} ${copy.nameKey}`, xero: invoice.contactId };
  if (contact.kind === 'other' && isTotalOff) {
    const message = `The invoice ${number} in Xero is another's: over ${formatMoney(invoice.total)}${to(contact.name)}, where the primary has ${formatMoney(copy.total)}${to(copy.contactName)}. It may have been written over.`;
    differs('overwritten', copy.total, invoice.total, message, VOID_IT, both);
    return found;
  }
  if (contact.kind === 'other') {
    const message = `${number} is booked to another contact in Xero than in the primary${settings.people.areNamed ? `: to "${contact.name}", and not to "${copy.contactName ?? ''}"` : ''}.`;
    differs(
      'contact',
      copy.contactName ?? null,
      settings.people.areNamed ? contact.name : null,
      message,
      'Find out in Xero whether the two are one contact, and merge them, or correct the invoice.',
      both,
    );
  }
  if (isTotalOff) {
    const message = `The total of ${number} is ${formatMoney(copy.total)} in the primary, but ${formatMoney(invoice.total)} in Xero.`;
    const isPaid = invoice.status === 'PAID';
    const remedy = isPaid
      ? 'It was changed after it was paid, which Xero does not take ("Invoice not of valid status for modification"): correct it in Xero by a credit note, or undo the payment, and export it anew.'
      : 'Find out which is right, and mend the other.';
    differs('total', copy.total, invoice.total, message, remedy);
  } else if (!copy.notShown?.includes('total') && !equal(totalOff, decimal(0))) {
    notes.add('A total differs by no more than the tolerance');
  }
  const taxOff = absolute(subtract(invoice.tax, copy.gst));
  if (!isTotalOff && !copy.notShown?.includes('gst') && !equal(taxOff, decimal(0))) {
    if (compare(taxOff, roundingOf(copy)) <= 0) notes.add('GST differs by rounding alone: Xero rounds it line by line');
    else {
      const message = `The GST of ${number} is ${formatMoney(copy.gst)} in the primary, but ${formatMoney(invoice.tax)} in Xero.`;
      differs(
        'gst',
        copy.gst,
        invoice.tax,
        message,
        'Compare the tax rates of its lines in Xero with those of the products.',
      );
    }
  }
  if (copy.currency !== '' && invoice.currency !== '' && copy.currency !== invoice.currency) {
    const message = `${number} is in ${invoice.currency} in Xero, but in ${copy.currency} in the primary.`;
    differs('currency', copy.currency, invoice.currency, message, 'Void the invoice in Xero, and export it anew.');
  }
  if (copy.day !== null && invoice.day !== null && copy.day !== invoice.day && !shift.explains(copy, invoice)) {
    const message = `${number} is of ${invoice.day} in Xero, but of ${copy.day} in the primary.`;
    if (shift.mayExplain(copy, invoice)) {
      const few = `${message} Too few invoices are there yet to tell whether all days are shifted by a time zone.`;
      found.push(arrival(copy, 'unproven', 'ambiguous', few, { xeroId: invoice.id }));
    } else
      differs(
        'date',
        copy.day,
        invoice.day,
        message,
        'Correct the date in Xero, where the month or the quarter of the tax return is another.',
      );
  }
  if (copy.dueDay !== null && invoice.dueDay !== null && copy.dueDay !== invoice.dueDay)
    notes.add('A due date is another in Xero than in the primary');
  return found;
}
