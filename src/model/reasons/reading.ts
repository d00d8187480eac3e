import { quarantine, type Reason } from './reason.ts';

/** What could not be read as it is. */
export const reading = {
  unreadable: quarantine(
    'A field of the record, as its store delivered it, can not be read.',
    'Mend the field that the message names in its store. The record is asked for again in each run.',
  ),
  'states-differ': quarantine(
    'Feed files hold the record in different states, and nothing says which is the newer.',
    'Import the files again with `--newest` and the file that holds, or one after the other, the older first.',
  ),
  'row-unreadable': quarantine(
    'A row of a feed file, or an order of which a row is so, can not be read.',
    'Mend the place that the message names (file, line, column) in the file, and import it again.',
  ),
} as const satisfies Record<string, Reason>;
