/** The first line of the internal notes of an account or article that this program made. */
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
