import type { Pipeline } from '../../../config/pipeline.ts';
import type { LedgerRecord } from '../../../ledger/record.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { reasons } from '../../../model/reasons.ts';
import { lowerKey } from '../../../model/text-key.ts';
import { isAboutValue } from '../../../verdict/decisions.ts';
import { knownStores } from '../../pipeline-file.ts';
import type { SelectOptions } from '../../selection-options.ts';

/**
 * @param ids source or target ids, in any letter case; none: all
 * @throws ConsolidatorError `usage` for an unknown store, `not-found` for an id that is not quarantined
 */
export function select(
  quarantined: readonly LedgerRecord[],
  pipeline: Pipeline,
  options: SelectOptions,
  ids: readonly string[] = [],
): LedgerRecord[] {
  const { store, entity, code, value } = options;
  knownStores(pipeline, store === undefined ? undefined : [store]);
  knownReason(code);
  const eligible = quarantined.filter(
    (record) =>
      (store === undefined || record.store === store) &&
      (entity === undefined || record.entity === entity) &&
      (code === undefined || record.reason === code) &&
      (value === undefined || isAboutValue(record, value)),
  );
  for (const id of ids) {
    if (eligible.some((record) => isNamed(record, id))) continue;
    throw new ConsolidatorError('not-found', `No record ${id} is in quarantine${narrowedWords(options)}.`, {
      remedy: '`quarantine list` names what is quarantined; `trace` says where an order is.',
    });
  }
  return ids.length === 0 ? eligible : eligible.filter((record) => ids.some((id) => isNamed(record, id)));
}

/** @throws ConsolidatorError `usage` where the id names several, `not-found` where it names none */
export function selectOne(
  quarantined: readonly LedgerRecord[],
  pipeline: Pipeline,
  options: SelectOptions,
  id: string,
): LedgerRecord {
  const [record, ...others] = select(quarantined, pipeline, options, [id]);
  if (record !== undefined && others.length === 0) return record;
  throw new ConsolidatorError('usage', `${id} names several quarantined records. Say which with --store and --entity.`);
}

/** @throws ConsolidatorError `usage`: a slip of the pen must not look like an empty quarantine */
export function knownReason(code: string | undefined): void {
  if (code === undefined || Object.hasOwn(reasons, code)) return;
  throw new ConsolidatorError(
    'usage',
    `--code ${code} is no reason; docs/rules.md and \`quarantine list\` name them all.`,
  );
}

function isNamed({ sourceId, targetId }: LedgerRecord, id: string): boolean {
  const wanted = lowerKey(id);
  return lowerKey(sourceId) === wanted || (targetId !== null && lowerKey(targetId) === wanted);
}

function narrowedWords({ store, entity, code, value }: SelectOptions): string {
  const words = [store, entity, code, value].filter((word) => word !== undefined);
  return words.length === 0 ? '' : ` for ${words.join(' ')}`;
}
