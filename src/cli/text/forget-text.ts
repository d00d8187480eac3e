import { plural, singular } from '../../entities/kinds.ts';
import { counted, listed } from '../../model/amounts-text.ts';
import { shellWord } from '../../model/command-lines.ts';
import type { ForgetReport } from '../../operations/forget/report.ts';

/** What would be changed, in few words; undefined where nothing would. */
export function changesIn({ records, backups, batches, files }: ForgetReport): string | undefined {
  const parts = [
    [records.length, counted(records.length, 'record')],
    [backups.length, counted(backups.length, 'backup')],
    [batches.length, counted(batches.length, 'export batch', 'export batches')],
    [files.length, counted(files.length, 'file')],
  ] as const;
  const words = parts.flatMap(([count, text]) => (count === 0 ? [] : [text]));
  return words.length === 0 ? undefined : listed(words);
}

/** @param file the pipeline file as it was given */
export function forgetText(report: ForgetReport, file: string): string {
  const { pipeline, dryRun, records, pending, backups, removedBackups, batches, files, left } = report;
  const changes = changesIn(report);
  const head =
    changes === undefined
      ? `${pipeline}: nothing ${left.mayHold.length > 0 ? 'that is for certain ' : ''}of this shopper is kept here.`
      : dryRun
        ? `${pipeline}: this shopper would be taken out of ${changes}. Nothing was changed.`
        : `${pipeline}: this shopper was taken out of ${changes}.`;
  return [
    head,
    ...part('Records, which stay with their ids, amounts and reasons:', records.map(recordText)),
    ...part('Backups of the ledger:', backups),
    ...part('Backups that could not be read, and were removed:', removedBackups),
    ...part(
      'Open export batches, whose files written again lack what is personal:',
      batches.map(({ number, records: count }) => `batch ${number}: ${counted(count, 'record')}`),
    ),
    ...part(
      'Files:',
      files.map(({ file: name, count }) => `${name}: ${counted(count, 'place')}`),
    ),
    ...part(
      `Not yet, since they are still to be written or judged. Run, then forget again: neto-consolidator run ${shellWord(file)}`,
      pending.map(recordText),
    ),
    ...part('May hold something of this shopper still, and is for you to look into:', [
      ...left.mayHold.map((one) => `${one}: what is theirs there can not be told for certain, and was left as it is`),
      ...left.unreadable.map((one) => `${one}: no text, so nobody can say what is in it`),
    ]),
    ...leftText(left, records.length > 0),
  ].join('\n');
}

function recordText({ store, entity, sourceId }: ForgetReport['records'][number]): string {
  return `${store} ${singular(entity)} ${sourceId}`;
}

function leftText(left: ForgetReport['left'], hasRecords: boolean): string[] {
  const { orders, accounts, feedFiles, lost, notAsked } = left;
  const inStores = (some: ForgetReport['left']['orders'], what: string): string[] =>
    some.map(({ store, ids }) => `${store}: ${what} ${ids.join(', ')}`);
  return [
    '',
    'What this command can not take out:',
    ...[
      ...inStores(orders, plural('orders')),
      ...inStores(accounts, plural('customers')),
      ...notAsked.map(({ store, why }) => `${store} was not asked for orders and accounts: ${why}`),
      'Orders without an account can not be asked for by an address; Xero has what Neto has sent there',
      'Order numbers and user names stay in the ledger, since copies are known by them',
      ...feedFiles.map((one) => `${one}: a file that a store is read from, which is yours`),
      ...lost.map((one) => `${one}: written by this program, and not there any more`),
      'Copies of the ledger, of its backups and of files that were made elsewhere: name files with --in, delete the others',
      ...(hasRecords
        ? [
            'What stays quarantined is read from its store again when it changes there, is retried, or the rules change: drop what is not wanted, or erase it in the store first',
          ]
        : []),
    ].map((line) => `  ${line}.`),
  ];
}

function part(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', heading, ...lines.map((line) => `  ${line}`)];
}
