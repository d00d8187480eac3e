/** The first line of the internal notes of an account or product that this program made. */
export function originNote(kind: 'customer' | 'product', store: string, sourceId: string): string {
  return `Copied from ${store} ${kind} ${sourceId} by neto-consolidator`;
}

/** A store may put words of its own before or after. */
export function bearsNote(internalNotes: string, note: string): boolean {
  return note !== '' && internalNotes.normalize('NFC').includes(note.normalize('NFC'));
}

export function firstLine(notes: string): string {
  return notes.split('\n')[0] ?? '';
}

/** The note of an account that all customers of a store stand under. */
export function houseNote(store: string): string {
  return `All orders copied from ${store} by neto-consolidator stand under this account`;
}

const ofAnyAccount =
  /Copied from \S+ customer .* by neto-consolidator|All orders copied from \S+ by neto-consolidator/u;

/** Whether an account's notes say that this program made it, for whichever store. */
export function isMadeAccount(internalNotes: string): boolean {
  return ofAnyAccount.test(internalNotes);
}
