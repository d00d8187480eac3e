import path from 'node:path';
import { placeOf, plural, singular } from '../../entities/kinds.ts';
import { count, counted } from '../../model/amounts-text.ts';
import { shellWord } from '../../model/command-lines.ts';
import { dayWords } from '../../model/day-words.ts';
import { minuteOf, zoneWords } from '../../model/time-words.ts';
import type { PipelineStatus } from '../standing.ts';
import { acceptedText, differencesText } from './proof-text.ts';
import { queueBlocks } from './queue-text.ts';
import { comesToLines, confirming, section, unconfirmedWords } from './run-report.ts';
import { pairs, table } from './table.ts';
import { verdictLines } from './verdict-lines.ts';

/**
 * @param file the pipeline file as it was given
 * @param timeZone of the primary
 */
export function statusReport(status: PipelineStatus, file: string, timeZone: string): string {
  const { pipeline, verdict, ledger, installation, backup, runningProcess, byHand, quarantine, openWrites } = status;
  return [
    ...verdictLines(verdict, file),
    '',
    pairs([
      ['pipeline', pipeline],
      ['ledger', `${ledger} (installation ${installation})`],
      ['backup', backup === null ? 'none yet' : `${backup.at} (${path.basename(backup.file)})`],
      ['now', runningProcess === null ? 'no run is under way' : `process ${runningProcess} holds the pipeline`],
    ]),
    ...section('Latest runs', runsTable(status, timeZone)),
    ...section('Records, over all runs', recordsTable(status, timeZone)),
    ...(status.unconfirmed.length === 0
      ? []
      : [
          '',
          `Read, and waiting for your yes: ${unconfirmedWords(status.unconfirmed)}. Look at them with plan, then:`,
          ...comesToLines(status.unconfirmed),
          ...confirming(status, `neto-consolidator run ${shellWord(file)}`),
        ]),
    ...section(
      'Of the copied, entered in the primary by hand and linked',
      byHand
        .map(({ store, entity, count: number }) => `  ${store}: ${counted(number, singular(entity), plural(entity))}`)
        .join('\n'),
    ),
    ...section('In quarantine', quarantineTable(quarantine)),
    ...(quarantine.length === 0 ? [] : [`What to do about each: neto-consolidator quarantine list ${shellWord(file)}`]),
    ...queueBlocks(status, file).flatMap((block) => ['', block]),
    ...section('Proofs of both sides', proofsText(status)),
    ...section(
      `Written, outcome not known yet: ${counted(openWrites.length, 'record')}. The next runs look them up.`,
      openWrites
        .map(({ store, entity, sourceId, action, targetId, at, lookUps }) => {
          const looked = counted(lookUps, 'look-up');
          return `  ${store} ${singular(entity)} ${sourceId}: ${action} ${targetId}, since ${at}, ${looked}`;
        })
        .join('\n'),
    ),
  ].join('\n');
}

function proofsText({ proofs }: PipelineStatus): string {
  return proofs
    .flatMap(({ store, day, proven, differences, accepted }) => [
      `  ${store}, ${dayWords(day)}: ${differences.length === 0 ? (proven ? 'nothing that is not explained' : 'not proven yet, since the primary had nothing of these days') : `${counted(differences.length, 'difference')} that nothing explains`}`,
      ...differencesText(differences),
      ...acceptedText(accepted),
    ])
    .join('\n');
}

function runsTable({ runs }: PipelineStatus, timeZone: string): string {
  if (runs.length === 0) return '';
  const partly = runs.some(({ narrowed }) => narrowed);
  return table(
    [
      { title: 'run', align: 'right' },
      { title: `began (${zoneWords(timeZone)})` },
      { title: 'ended' },
      { title: 'result' },
      ...(partly ? [{ title: '' }] : []),
    ],
    runs.map(({ id, startedAt, endedAt, status, narrowed, undoneBy }) => [
      String(id),
      minuteOf(startedAt, timeZone),
      endedAt === null ? '-' : minuteOf(endedAt, timeZone),
      undoneBy === null ? status : `undone by ${undoneBy}`,
      ...(partly ? [narrowed ? 'a part only' : ''] : []),
    ]),
  );
}

/** Those that are always shown say by a zero that there is none. */
const states = [
  { state: 'loaded', title: 'copied', always: true },
  { state: 'linked', title: 'linked', always: false },
  { state: 'skipped', title: 'left out', always: true },
  { state: 'quarantined', title: 'quarantined', always: true },
  { state: 'staged', title: 'to do', always: false },
  { state: 'writing', title: 'unsure', always: false },
] as const;

function recordsTable({ records, readUpTo }: PipelineStatus, timeZone: string): string {
  const shown = states.filter(({ state, always }) => always || records.some((one) => one.state === state));
  const groups = Map.groupBy(records, ({ store, entity }) => JSON.stringify([store, entity]));
  const rows = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { store, entity } = first;
    const of = (state: string): number => group.find((one) => one.state === state)?.count ?? 0;
    const upTo = readUpTo[store]?.[entity];
    const read = upTo === undefined ? '' : minuteOf(upTo, timeZone);
    return [{ store, entity, cells: [...shown.map(({ state }) => count(of(state))), read] }];
  });
  if (rows.length === 0) return '';
  rows.sort((a, b) => a.store.localeCompare(b.store) || placeOf(a.entity) - placeOf(b.entity));
  return table(
    [
      { title: 'store' },
      { title: '' },
      ...shown.map(({ title }) => ({ title, align: 'right' as const })),
      { title: `read up to (${zoneWords(timeZone)})` },
    ],
    rows.map(({ store, entity, cells }) => [store, entity, ...cells]),
  );
}

function quarantineTable(quarantine: PipelineStatus['quarantine']): string {
  if (quarantine.length === 0) return '';
  return table(
    [{ title: 'store' }, { title: 'what' }, { title: 'why' }],
    quarantine.map(({ store, entity, code, count: number }) => [
      store,
      counted(number, singular(entity), plural(entity)),
      code,
    ]),
  );
}
