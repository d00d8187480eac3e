import type { Ledger } from '../ledger/ledger.ts';
import { ConsolidatorError } from '../model/errors.ts';

/** What is done here would be missing where it goes on. @throws ConsolidatorError `ledger-moved` */
export function refuseMoved({ movedTo }: Pick<Ledger, 'movedTo'>, name: string): void {
  if (movedTo === null) return;
  throw new ConsolidatorError(
    'ledger-moved',
    `The ledger ${name} was moved to ${movedTo}, and goes on there. Nothing was read or written. Name that place in \`ledger\` of the pipeline file. If it is this one that is to go on, say so: \`doctor --moved\`.`,
  );
}
