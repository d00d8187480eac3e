import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';

/** The last state of one record, or the fact that something was sent or moved. */
export interface JournalEntry {
  readonly kind: 'order' | 'order-removed' | 'payment' | 'customer' | 'item' | 'mail' | 'stock' | 'counters';
  readonly value: unknown;
}

export interface Journal {
  append(entries: readonly JournalEntry[]): void;
  close(): void;
}

export const NO_JOURNAL: Journal = { append() {}, close() {} };

/** Replays a data file, and opens it for more. One line is one entry; one request's lines go out in one write. */
export function openJournal(path: string, replay: (entry: JournalEntry) => void): Journal {
  const content = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  // A store that was killed while writing leaves a last line without its end; nobody was told of it.
  const whole = content.lastIndexOf('\n') + 1;
  for (const line of content.toString('utf8', 0, whole).split('\n')) {
    if (line !== '') replay(JSON.parse(line) as JournalEntry);
  }
  const file = openSync(path, 'a');
  if (whole < content.length) ftruncateSync(file, whole);
  return {
    append(entries) {
      if (entries.length === 0) return;
      const bytes = Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    },
    close() {
      closeSync(file);
    },
  };
}
