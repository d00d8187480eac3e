import type { Pipeline } from '../config/pipeline.ts';
import { partsOf } from '../entities/kinds.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import { Turns } from '../model/turns.ts';
import { type EnterAs, enterAs, prefixOf } from '../operations/link/enter-as.ts';
import { type OpenQuarantine, openQuarantine } from '../run/summary.ts';
import { commonValue, type Decision } from '../verdict/decisions.ts';
import { type IntoBooks, intoBooks } from './into-books.ts';
import { type Choice, choicesOf } from './todo/choices.ts';

/** What a person can do about these records together, and what follows from each choice. */
export interface ChoicesFor {
  readonly open: OpenQuarantine;
  readonly decision: Decision;
  readonly choices: readonly Choice[];
  readonly intoBooks: IntoBooks | null;
  readonly enterAs: EnterAs;
}

/**
 * @param records quarantined, of one store and entity, for one reason and about one value
 * @param file the pipeline file as it was given
 */
export async function choicesFor(
  ledger: Pick<Ledger, 'histories' | 'history' | 'belongingTo' | 'belongingToEach'>,
  pipeline: Pipeline,
  file: string,
  records: readonly [LedgerRecord, ...LedgerRecord[]],
): Promise<ChoicesFor> {
  const [first] = records;
  const open = openQuarantine(first, await ledger.history(first));
  const followers = await followersOf(ledger, records);
  const { store, entity, reason } = first;
  const decision: Decision = { store, entity, code: reason ?? '', value: commonValue(first), records, followers };
  const books = records.length === 1 ? await intoBooks(ledger, first) : null;
  const as = enterAs(first, prefixOf(pipeline, store));
  const deciding = { ...decision, actions: open.actions, intoBooks: books, enterAs: as };
  return { open, decision, choices: choicesOf(deciding, file), intoBooks: books, enterAs: as };
}

/** Orders whose parts are asked for at a time. */
const AT_ONCE = 1_000;

/** What belongs to these, and waits for them. */
async function followersOf(
  ledger: Pick<Ledger, 'belongingToEach'>,
  [first, ...others]: readonly [LedgerRecord, ...LedgerRecord[]],
): Promise<LedgerRecord[]> {
  const parents = [first, ...others].map(({ sourceId }) => sourceId);
  const followers: LedgerRecord[] = [];
  const turns = new Turns();
  for (const { name } of partsOf(first.entity))
    for (let from = 0; from < parents.length; from += AT_ONCE) {
      const found = await ledger.belongingToEach(first.store, name, parents.slice(from, from + AT_ONCE));
      for (const some of found.values())
        for (const one of some) if (one.state === 'quarantined' && one.reason === 'waits-for') followers.push(one);
      await turns.give();
    }
  return followers;
}
