import { type Arrival, isAlarm } from '../../arrival/verdicts.ts';
import type { Pipeline } from '../../config/pipeline.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { LocalDate } from '../../model/local-date.ts';
import { lowerKey, upperKey } from '../../model/text-key.ts';
import { parseMonth } from '../../month/month.ts';
import { acceptanceOf, acceptedOf } from '../../proof/accepted-in-books.ts';
import { lastLook } from '../../proof/arrival-state.ts';
import { lookFurtherBack } from '../../proof/look-further-back.ts';
import { stateHome } from '../../session/state-home.ts';
import { decideHere, queuedWords } from '../deciding.ts';
import { readLedger } from '../open-ledger.ts';
import { printText } from '../output.ts';
import { openPipeline } from '../pipeline-file.ts';
import { openLog } from '../progress/log-file.ts';
import type { LogOption } from '../progress/log-option.ts';
import { showProgress } from '../progress/show.ts';
import { reasonGiven } from '../reason.ts';
import type { Shell } from '../shell.ts';

interface AcceptOptions extends LogOption {
  readonly reason: string;
  readonly from?: LocalDate;
  readonly to?: LocalDate;
}

/** What differs in Xero stands as it is, by a person's word, until either side shows something else. */
export async function act(shell: Shell, file: string, number: string, options: AcceptOptions): Promise<void> {
  const pipeline = await openPipeline(shell, file);
  const reason = reasonGiven(options.reason);
  const { alarms, open } = await readLedger(shell, pipeline, async (ledger) => {
    const found = await shownOf(shell, { pipeline, ledger, number, options });
    const accepted = await acceptedOf(ledger, found);
    return { alarms: found, open: found.filter((one) => !accepted.has(one)) };
  });
  const [first] = open;
  if (first === undefined)
    throw new ConsolidatorError(
      'usage',
      alarms.length > 0
        ? `What Xero shows of ${number} was accepted already.`
        : `A look into Xero shows nothing of ${number} that is open.`,
      { remedy: 'Give the number of the order in the primary, and with `--from` and `--to` the days of its invoice.' },
    );
  const change = `in Xero, ${first.number}: ${open.map(({ entity, verdict, cause, xero }) => `${entity} ${verdict}${cause === null ? '' : ` (${cause})`}${xero === null ? '' : `, ${xero} there`}`).join('; ')}; now accepted`;
  const decided = await decideHere(shell, pipeline, {
    ...{ kind: 'noted', event: 'confirmed', store: first.store, change, reason },
    // With those of before, since what is known of one invoice in one way is kept together.
    acceptedInBooks: acceptanceOf(alarms),
  });
  if (decided.kind === 'queued') printText(shell, queuedWords(decided));
  for (const { message } of open) printText(shell, `Accepted as it is: ${message}`);
}

interface Asked {
  readonly pipeline: Pipeline;
  readonly ledger: Ledger;
  readonly number: string;
  readonly options: AcceptOptions;
}

/** All that is wrong of it in the last look of the daily proof; where that shows nothing, or days are given, in one of now. */
async function shownOf(shell: Shell, { pipeline, ledger, number, options }: Asked): Promise<Arrival[]> {
  const own = (all: readonly Arrival[]) => all.filter((one) => lowerKey(one.number) === lowerKey(number.trim()));
  const given = options.from === undefined && options.to === undefined ? undefined : options;
  const kept = given === undefined ? own((await lastLook(ledger))?.arrivals.open ?? []).filter(isAlarm) : [];
  if (kept.length > 0 || pipeline.xero === undefined) return kept;
  const days = given ?? (await monthOf(ledger, number));
  if (days === undefined)
    throw new ConsolidatorError(
      'usage',
      `The last look into Xero has shown nothing of ${number} that is open, and the ledger has no such order, whose month could be looked at.`,
      { remedy: 'Give the number of the order in the primary, and with `--from` and `--to` the days of its invoice.' },
    );
  const shown = showProgress(shell, pipeline, openLog(shell, options, 'xero'));
  const found = await lookFurtherBack(ledger, {
    ...{ pipeline, home: stateHome(shell.environment), from: days.from, to: days.to },
    ...{ progress: shown.take, signal: shell.signal, now: shell.now },
  }).finally(() => shown.end());
  const alarms = own(found).filter(isAlarm);
  const unknown = own(found).find(({ verdict }) => verdict === 'unproven');
  if (alarms.length === 0 && unknown !== undefined)
    throw new ConsolidatorError(
      'usage',
      `Nothing can be accepted of ${number}, since nothing is known of it: ${unknown.message}`,
    );
  return alarms;
}

/** As much as tells an invoice's contact and number from others', and as a month's pack looks at. */
async function monthOf(ledger: Ledger, number: string): Promise<{ from: LocalDate; to: LocalDate } | undefined> {
  const records = await ledger.findByTarget('orders', upperKey(number.trim()));
  const day = records.map(({ bookedOn }) => bookedOn ?? null).find((one) => one !== null);
  return day === undefined ? undefined : parseMonth(day.slice(0, 7));
}
