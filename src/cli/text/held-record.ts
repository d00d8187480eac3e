import { singular } from '../../model/entities.ts';
import { type ReasonCode, reasons } from '../../model/reasons.ts';
import type { HeldDetail } from '../commands/quarantine/show.ts';
import { money } from './amounts.ts';
import { historyLine } from './history.ts';
import { pairs } from './table.ts';

/** @param file the pipeline file as it was given */
export function heldRecordText(record: HeldDetail, file: string): string {
  const { store, entity, sourceId, targetId, amount, code, reason, remedy, actions, history } = record;
  const meaning = Object.hasOwn(reasons, code) ? reasons[code as ReasonCode].meaning : '';
  const retry = `neto-consolidator quarantine retry ${file} ${JSON.stringify(sourceId)} --store ${store} --entity ${entity}`;
  return [
    `${store} ${singular[entity]} ${sourceId}`,
    pairs([
      ['  in the primary', targetId ?? 'nothing yet'],
      ...(amount === null ? [] : [['  amount', money(amount)] as const]),
      ['  held for', code],
      ['  meaning', meaning],
      ['  in this case', reason],
      ['  what to do', remedy],
      ...(actions.includes('retry') ? [['  then', retry.replaceAll('"', '')] as const] : []),
    ]),
    ...(history.length === 0 ? [] : ['', 'What was done', ...history.map((entry) => historyLine(entry))]),
    ...(record.payload === undefined ? [] : ['', 'As it was read', JSON.stringify(record.payload, null, 2)]),
  ].join('\n');
}
