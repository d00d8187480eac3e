import { type IntoBooks, intoBooksText, isLeftOver } from '../../decisions/into-books.ts';
import type { ToEnter } from '../../entities/definition/definition.ts';
import { singular } from '../../entities/kinds.ts';
import type { AuditEntry } from '../../ledger/record.ts';
import { money } from '../../model/amounts-text.ts';
import { commandLine, shellWord } from '../../model/command-lines.ts';
import { type ReasonCode, reasons } from '../../model/reasons.ts';
import { isEnterable } from '../../operations/link/enter-as.ts';
import type { OpenQuarantine, QuarantineAction } from '../../run/summary.ts';
import { historyLine } from './history-line.ts';
import { pairs } from './table.ts';

/** One quarantined record with all that is known about it. */
export interface QuarantinedDetail extends OpenQuarantine {
  readonly history: readonly AuditEntry[];
  /** What accepting it would put into the books; null where no total differs. */
  readonly intoBooks: IntoBooks | null;
  /** Under which id there it was entered, or is to be: one of these; none where only the primary knows it. */
  readonly linkAs: readonly string[];
  /** What to enter in the primary where it is entered by hand; nothing where that ends nothing. */
  readonly toEnter: readonly ToEnter[];
  /** The record as it was read, in normal form; only where it was asked for. */
  readonly payload?: unknown;
}

const effects: Readonly<Record<QuarantineAction, string>> = {
  retry: 'try it again',
  accept: 'take as right',
  drop: 'leave it out',
};

/** What is entered for these has the GST that the primary works out, and `link` compares it. */
const GST_OTHERWISE: readonly string[] = ['gst-rate-differs', 'line-tax-unexplained'] satisfies ReasonCode[];

/** @param file the pipeline file as it was given */
export function quarantinedRecordText(record: QuarantinedDetail, file: string): string {
  const { store, entity, sourceId, targetId, amount, code, reason, remedy, actions, history, intoBooks, toEnter } =
    record;
  const meaning = Object.hasOwn(reasons, code) ? reasons[code as ReasonCode].meaning : '';
  const line = (command: string, more: string): string =>
    commandLine(`neto-consolidator ${command}`, [file, sourceId], `--store ${store} --entity ${entity}${more}`);
  const command = (action: QuarantineAction): string =>
    line(
      `quarantine ${action}`,
      `${action === 'retry' ? '' : ' --reason "…"'}${action === 'accept' && isLeftOver(intoBooks) ? ' --yes' : ''}`,
    );
  return [
    `${store} ${singular(entity)} ${sourceId}`,
    pairs([
      ['  in the primary', targetId ?? 'nothing yet'],
      ...(amount === null ? [] : [['  amount', money(amount)] as const]),
      ['  quarantined for', code],
      ['  meaning', meaning],
      ['  in this case', reason],
      ['  what to do', remedy],
      ...(isEnterable({ entity, targetId, reason: code })
        ? [
            [
              '  entered by hand',
              line('link', ` --as ${record.linkAs[0] === undefined ? '"…"' : shellWord(record.linkAs[0])}`),
            ] as const,
            ...(GST_OTHERWISE.includes(code)
              ? [
                  [
                    '  which may differ',
                    '`link` then takes --accept-differences with a --reason, where the primary works out another GST than its store shows',
                  ] as const,
                ]
              : []),
          ]
        : []),
      ...(intoBooks === null ? [] : [['  accepted, into the books', intoBooksText(intoBooks)] as const]),
      ...actions.map((action) => [`  ${effects[action]}`, command(action)] as const),
    ]),
    ...(toEnter.length === 0
      ? isAsItStands(record)
        ? [
            '',
            `To enter in the primary by hand: as ${sourceId} stands in ${store}; its content is not in the ledger any more.`,
          ]
        : []
      : [
          '',
          'To enter in the primary by hand, where it is not copied',
          pairs(toEnter.map((one) => [`  ${one.name}`, one.value])),
        ]),
    ...(history.length === 0 ? [] : ['', 'What was done', ...history.map((entry) => historyLine(entry))]),
    ...(record.payload === undefined ? [] : ['', 'As it was read', JSON.stringify(record.payload, null, 2)]),
  ].join('\n');
}

/** What was copied once has no content in the ledger any more. */
function isAsItStands({ entity, targetId, code }: QuarantinedDetail): boolean {
  return targetId !== null && isEnterable({ entity, targetId, reason: code });
}
