import type { LedgerChanges, Note, NoteQuery } from '../storage.ts';

/** What tells a note from any record, too. */
export const noteNamed = ({ scope, name }: Pick<Note, 'scope' | 'name'>): string => `\0note\n${scope}\n${name}`;

/** Single notes that a writer has asked for before, or that were not there: some are asked for with each chunk of orders. */
export class KnownNotes {
  readonly #notes = new Map<string, Note | undefined>();
  readonly #most: number;

  /** @param most so many notes */
  constructor(most: number) {
    this.#most = most;
  }

  /** @returns undefined where the ledger has to be asked */
  find(query: NoteQuery, isOpen: (name: string) => boolean): Note[] | undefined {
    const name = oneIn(query);
    if (name === undefined || isOpen(name) || !this.#notes.has(name)) return undefined;
    const note = this.#notes.get(name);
    return note === undefined ? [] : [note];
  }

  /** What the ledger has just shown of such a query. @param stands whether what was shown of that note is so still */
  keep(query: NoteQuery, [found]: readonly Note[], stands: (name: string) => boolean): void {
    const name = oneIn(query);
    if (name === undefined || !stands(name)) return;
    this.#notes.delete(name);
    this.#notes.set(name, found);
    for (const known of this.#notes.keys()) {
      if (this.#notes.size <= this.#most) break;
      this.#notes.delete(known);
    }
  }

  /** What has just been put into it. */
  put({ notes = [] }: LedgerChanges): void {
    for (const { scope, name, label = '', value } of notes)
      if (this.#notes.has(noteNamed({ scope, name })))
        this.#notes.set(noteNamed({ scope, name }), value === null ? undefined : { scope, name, label, value });
  }

  forget(): void {
    this.#notes.clear();
  }
}

function oneIn({ scope, names = [], labels, limit }: NoteQuery): string | undefined {
  const [name, ...others] = names;
  if (name === undefined || others.length > 0 || labels !== undefined || limit !== undefined) return undefined;
  return noteNamed({ scope, name });
}
