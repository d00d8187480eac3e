import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** The last state of one record, or the fact that something was sent, moved or cleared. */
export interface JournalEntry {
  readonly kind:
    | 'begun'
    | 'order'
    | 'order-removed'
    | 'payment'
    | 'payment-removed'
    | 'customer'
    | 'customer-removed'
    | 'item'
    | 'item-removed'
    | 'rma'
    | 'rma-removed'
    | 'mail'
    | 'stock'
    | 'logs-cleared'
    | 'counters';
  readonly value: unknown;
}

export interface Journal {
  /** When the store was first started: what its seed does not date is of that time, also after a restart. */
  readonly begun: string;
  replay(apply: (entry: JournalEntry) => void): void;
  append(entries: readonly JournalEntry[]): void;
  close(): void;
}

export function noJournal(now: string): Journal {
  return { begun: now, replay() {}, append() {}, close() {} };
}

function* linesOf(content: Buffer): Generator<string> {
  // Cut from the bytes: the whole of a long-lived store's file may be more than one text can hold.
  for (let start = 0; start < content.length; ) {
    const end = content.indexOf('\n', start);
    yield content.toString('utf8', start, end);
    start = end + 1;
  }
}

function entryOf(line: string, where: string): JournalEntry {
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry === 'object' && entry !== null && 'kind' in entry && 'value' in entry)
      return entry as JournalEntry;
  } catch {
    // Said below.
  }
  throw new Error(`${where} is no entry of a fake store's data file; move the file away to begin anew`);
}

const BEGINNING = '{"kind":"begun"';

/** Nothing, or what is left of a first line: anything else without a line break is somebody's file, and would be emptied. */
function mayBeCutOff(content: Buffer): boolean {
  const beginning = content.toString('utf8', 0, BEGINNING.length);
  return BEGINNING.startsWith(beginning);
}

/** Opens a data file, or begins one, with the folder that it is to stand in. One line is one entry; one request's lines go out in one write. */
export function openJournal(path: string, now: string): Journal {
  const content = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  // A store that was killed while writing leaves a last line without its end; nobody was told of it.
  let whole = content.subarray(0, content.lastIndexOf('\n') + 1);
  const [first] = linesOf(whole);
  const begun = first === undefined ? undefined : entryOf(first, `${path}:1`);
  if (begun === undefined ? !mayBeCutOff(content) : begun.kind !== 'begun')
    throw new Error(`${path} does not begin as a fake store's data file`);

  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'a');
  if (whole.length < content.length) ftruncateSync(file, whole.length);
  const append = (entries: readonly JournalEntry[]): void => {
    const bytes = Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
  };
  if (begun === undefined) append([{ kind: 'begun', value: now }]);
  return {
    begun: begun === undefined ? now : String(begun.value),
    replay(apply) {
      let number = 0;
      for (const line of linesOf(whole)) {
        number += 1;
        apply(entryOf(line, `${path}:${number}`));
      }
      // Not needed any more, and large.
      whole = Buffer.alloc(0);
    },
    append,
    close() {
      closeSync(file);
    },
  };
}
