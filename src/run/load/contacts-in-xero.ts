import { z } from 'zod';
import { namesOnePerson } from '../../entities/customer/same-person.ts';
import { addressIn } from '../../model/email-address.ts';
import { keyHash } from '../../model/hashes.ts';
import { lowerKey } from '../../model/text-key.ts';
import { addSeconds, instantSchema } from '../../model/time.ts';
import type { BooksOfRun, FromBooks } from '../../session/books-of-run.ts';
import { changedContacts } from '../../session/contacts-of-books.ts';
import { contactKey } from '../../transform/guards/contacts.ts';
import type { ContactHit, ContactSurvey, SurveyedPerson } from '../context/contact-survey.ts';
import { ledgerSecret } from '../context/ledger-secret.ts';
import type { OrderRun } from '../context/parts.ts';

const SCOPE = 'xero contacts';
const READ_TO = ' read to';
/** Seconds that a change may show later than it was made. */
const OVERLAP = 600;
/** Enough to find one who is somebody else. */
const ALIKE = 20;

/** What tells one contact of a name from another, hashed under the ledger's key; empty where the contact has none. */
const kept = z.object({ number: z.string(), email: z.string() });

/**
 * Orders whose customer Neto's export would take for another's contact, since that has the same name in Xero: it bears the
 * user name of another account, or the address of somebody else. Contacts are read once, then what has changed. Of whom
 * nothing tells who they are, nothing is said.
 * @throws ConsolidatorError `stopped`
 */
export async function sharedInXero(
  context: Pick<OrderRun, 'ledger' | 'warnings'>,
  books: BooksOfRun,
  survey: Pick<ContactSurvey, 'firstOrder' | 'surveyed'>,
): Promise<ContactHit[]> {
  const { firstOrder: sourceId } = survey;
  if (sourceId === undefined) return [];
  const { ledger, warnings } = context;
  const host = `xero ${books.settings.organisation ?? ''}`.trim();
  const secret = await ledgerSecret(ledger);
  const read = await refresh(context, books, { host, secret });
  if (read.kind === 'unread') {
    const message = `The contacts in Xero could not be read, so that two of one name may have been missed: ${read.why}`;
    warnings.push({ store: 'xero', entity: 'customers', sourceId, code: 'contacts-not-read', message });
    return [];
  }
  const hits: ContactHit[] = [];
  for await (const people of survey.surveyed(context))
    hits.push(...(await sharedByThese(ledger, people, { host, secret })));
  return hits;
}

async function sharedByThese(
  ledger: OrderRun['ledger'],
  people: readonly SurveyedPerson[],
  { host, secret }: { readonly host: string; readonly secret: string },
): Promise<ContactHit[]> {
  const keys = people.map(({ name }) => contactKey(name, secret));
  const named = await ledger.contactsNamed(host, [...new Set(keys.filter((key) => key !== ''))], ALIKE);
  const found = await ledger.learnedOf(`${SCOPE} ${host}`, [...new Set([...named.values()].flat())]);
  return people.flatMap((person, place): ContactHit[] => {
    const ids = named.get(keys[place] ?? '') ?? [];
    const isAnothers = ids.some((id) => {
      const contact = kept.safeParse(JSON.parse(found.get(id) ?? 'null')).data;
      return contact !== undefined && isSomebodyElse(person, contact, secret);
    });
    if (!isAnothers) return [];
    const message = `${person.sourceId} stands under a name that a contact of somebody else has in Xero`;
    return [{ store: person.store, sourceId: person.sourceId, message }];
  });
}

function isSomebodyElse(
  { account, email, rules }: SurveyedPerson,
  contact: z.infer<typeof kept>,
  secret: string,
): boolean {
  const own = { number: hashed(account ?? '', secret), email: hashed(addressIn(email), secret) };
  if (own.number !== '' && own.number === contact.number) return false;
  if (own.email !== '' && own.email === contact.email) return false;
  const isOtherAddress = own.email !== '' && contact.email !== '' && namesOnePerson(email, rules);
  const isOtherAccount = own.number !== '' && contact.number !== '';
  return isOtherAddress || isOtherAccount;
}

function hashed(text: string, secret: string): string {
  return text.trim() === '' ? '' : keyHash(lowerKey(text.trim()), secret);
}

/** What has changed since the last look. */
async function refresh(
  { ledger }: Pick<OrderRun, 'ledger'>,
  books: BooksOfRun,
  { host, secret }: { readonly host: string; readonly secret: string },
): Promise<FromBooks<number>> {
  const scope = `${SCOPE} ${host}`;
  const before = instantSchema.safeParse(await ledger.learned(scope, READ_TO)).data;
  const begun = books.now();
  const since = before === undefined ? undefined : addSeconds(before, -OVERLAP).slice(0, 19);
  const found = await changedContacts(books, since);
  if (found.kind === 'unread') return found;
  const contacts = found.value;
  // An archived one, such as one that was merged, is no contact of that name any more.
  const entries = contacts.map(({ id, name, isActive }) => {
    const parts = { company: isActive ? name : '', firstName: '', lastName: '' };
    return { username: id, nameKey: contactKey(parts, secret) };
  });
  await ledger.noteContacts(host, entries);
  const told = contacts.map(({ id, number, email }): [string, string] => [
    id,
    JSON.stringify({ number: hashed(number, secret), email: hashed(addressIn(email), secret) }),
  ]);
  await ledger.learnAll(scope, new Map([...told, [READ_TO, begun]]));
  return { kind: 'read', value: contacts.length };
}
