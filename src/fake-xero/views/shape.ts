import type { Books } from '../books/books.ts';
import { type Day, dateOfDay, dateOfInstant, dateStringOf, secondsText } from '../dates.ts';
import type { JsonObject } from '../reply/json.ts';
import type { Switches } from '../switches.ts';

/**
 * How much of a record a reply shows: a row of an unpaged list (no lines), of a page, of a page with `summaryOnly`, or
 * the whole of a single record.
 */
export type Detail = 'unpaged' | 'page' | 'summary' | 'single';

export interface ViewOptions {
  readonly detail: Detail;
  /** Decimals of UnitAmount: 2, unless asked for 4. */
  readonly unitDecimals: 2 | 4;
}

export function dayFields(name: 'Date' | 'DueDate', day: Day): JsonObject {
  return { [`${name}String`]: dateStringOf(day), [name]: dateOfDay(day) };
}

export function updatedFields({ updatedString }: Switches, updatedAt: number): JsonObject {
  const fields = { UpdatedDateUTC: dateOfInstant(updatedAt) };
  if (updatedString === 'absent') return fields;
  return { ...fields, UpdatedDateUTCString: stringOf(updatedAt, updatedString) };
}

function stringOf(updatedAt: number, form: Exclude<Switches['updatedString'], 'absent'>): string {
  const text = secondsText(updatedAt);
  if (form === 'zulu') return `${text}Z`;
  if (form === 'offset') return `${text}+00:00`;
  return form === 'space' ? text.replace('T', ' ') : text;
}

/** Fields that no document names. */
export function strangeFields({ strangeFields }: Switches): JsonObject {
  return strangeFields === 'absent' ? {} : { NewsOfNextYear: { Total: 'not an amount', Status: 7 } };
}

const NOTHING_MORE: JsonObject = {
  Addresses: [],
  Phones: [],
  ContactGroups: [],
  ContactPersons: [],
  HasValidationErrors: false,
};

/** The contact inside of a document. */
export function shortContact(books: Books, contactId: string, detail: Detail): JsonObject {
  const { id, number, name } = books.contact(contactId);
  if (detail === 'unpaged') return { ContactID: id, Name: name };
  const withNumber = books.switches.contactNumberInLists === 'present';
  return { ContactID: id, ...(withNumber ? { ContactNumber: number } : {}), Name: name, ...NOTHING_MORE };
}

/** The invoice inside of a payment or an allocation. */
export const REDUCED_INVOICE: JsonObject = {
  Payments: [],
  CreditNotes: [],
  Prepayments: [],
  Overpayments: [],
  HasErrors: false,
  IsDiscounted: false,
};
