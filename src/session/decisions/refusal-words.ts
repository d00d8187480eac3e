import { singular } from '../../entities/kinds.ts';
import type { FoundInstead, TakenOutcome } from '../../ledger/person-decision.ts';
import type { RecordKey } from '../../model/entities.ts';
import type { SkipReason } from '../../model/reasons.ts';
import type { DecisionRequest } from './queued-decision.ts';

type Kind = DecisionRequest['kind'];

const toDo: Readonly<Record<Kind, string>> = {
  retry: 'tried again',
  accept: 'accepted',
  drop: 'left out',
  own: "taken for the primary's own",
  link: 'linked',
  yes: 'confirmed',
  adopt: 'taken into the map',
  noted: 'noted',
};

/** Why a decision about a record was not taken, what stands there now, and what is left to do. */
export function refusalOf(
  kind: Kind,
  { store, entity, sourceId }: RecordKey,
  { why, found }: Extract<TakenOutcome, { kind: 'refused' }>,
): string {
  const name = `${store} ${singular(entity)} ${sourceId}`;
  if (why === 'not-retryable')
    return `${name} was not tried again: it would come to the same. Look at it again, and choose something else.`;
  if (why === 'not-acceptable')
    return `${name} was not accepted: there is no difference in cents that could be, and no copy that could be right as it is. Look at it again, and choose something else.`;
  return `${name} was not ${toDo[kind]}, since it is not as you saw it any more: ${standing(found)}`;
}

function standing(found: FoundInstead | null): string {
  if (found === null) return 'the ledger has no such record. Look at what is to do now.';
  const { state, reason, targetId } = found;
  switch (state) {
    case 'loaded':
      return `it has been copied meanwhile (${targetId ?? ''}). Look at it again: nothing may be left to decide.`;
    case 'linked':
      return `it has been linked meanwhile (${targetId ?? ''}). Look at it again: nothing may be left to decide.`;
    case 'skipped':
      if (reason === 'to-be-read')
        return 'somebody has decided about it meanwhile, and the next run reads it from its store again. Look at it again after that run.';
      return `it has been left out meanwhile (${reason ?? ''}). Look at it again${reason === DROPPED ? ': that can be taken back' : ''}.`;
    case 'quarantined':
      return `it is quarantined as ${reason ?? ''}, or what its store or its copy shows has changed. Look at it again, and decide anew.`;
    case 'staged':
    case 'writing':
      return 'it is being judged anew. Look at it again when the run has ended.';
  }
}

const DROPPED = 'dropped' satisfies SkipReason;
