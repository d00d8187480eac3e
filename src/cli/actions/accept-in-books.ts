import { isAlarm } from '../../arrival/verdicts.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { lowerKey } from '../../model/text-key.ts';
import { acceptanceOf, acceptedOf } from '../../proof/accepted-in-books.ts';
import { lastLook } from '../../proof/arrival-state.ts';
import { decideHere, queuedWords } from '../deciding.ts';
import { readLedger } from '../open-ledger.ts';
import { openPipeline } from '../pipeline-file.ts';
import { reasonGiven } from '../reason.ts';
import type { Shell } from '../shell.ts';

interface AcceptOptions {
  readonly reason: string;
}

/** What differs in Xero stands as it is, by a person's word, until either side shows something else. */
export async function act(shell: Shell, file: string, number: string, options: AcceptOptions): Promise<void> {
  const pipeline = await openPipeline(shell, file);
  const reason = reasonGiven(options.reason);
  const open = await readLedger(shell, pipeline, async (ledger) => {
    const all = (await lastLook(ledger))?.arrivals.open ?? [];
    const own = all.filter((one) => isAlarm(one) && lowerKey(one.number) === lowerKey(number.trim()));
    const accepted = await acceptedOf(ledger, own);
    return own.filter((one) => !accepted.has(one));
  });
  // Whose contact it is now is not kept, so that another one later could not be told from this one.
  const contact = open.find(({ cause }) => cause === 'contact');
  if (contact !== undefined)
    throw new ConsolidatorError(
      'usage',
      `${contact.message} That can't be accepted: merge the two contacts in Xero, or correct the invoice.`,
    );
  const [first] = open;
  if (first === undefined)
    throw new ConsolidatorError('usage', `The last look into Xero has shown nothing of ${number} that is open.`, {
      remedy:
        "Give the number of the order in the primary. `run --proof` looks anew, as far back as the daily proof does; what is older, and only `reconcile --xero` or a month shows, can't be accepted.",
    });
  const change = `in Xero, ${first.number}: ${open.map(({ entity, verdict, cause, xero }) => `${entity} ${verdict}${cause === null ? '' : ` (${cause})`}${xero === null ? '' : `, ${xero} there`}`).join('; ')}; now accepted`;
  const decided = await decideHere(shell, pipeline, {
    ...{ kind: 'noted', event: 'confirmed', store: first.store, change, reason },
    acceptedInBooks: acceptanceOf(open),
  });
  if (decided.kind === 'queued') shell.print(queuedWords(decided));
  for (const { message } of open) shell.print(`Accepted as it is: ${message}`);
}
