import type { XeroContact } from '../xero/records.ts';
import type { BooksOfRun, FromBooks } from './books-of-run.ts';

/**
 * Contacts of the books that were made or changed since, archived ones too; all of them where it is left out.
 * @param since in UTC, to the second, without a zone
 * @throws ConsolidatorError `stopped`
 */
export async function changedContacts(
  books: BooksOfRun,
  since: string | undefined,
): Promise<FromBooks<readonly XeroContact[]>> {
  const { readChangedContacts } = await import('../xero/read.ts');
  return books.ask((client, options) => readChangedContacts(client, since, options));
}
