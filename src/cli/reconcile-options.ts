import { type Command, InvalidArgumentError, Option } from 'commander';
import type { LocalDate } from '../model/local-date.ts';
import { xeroColumns } from '../reconcile/xero-columns.ts';
import { day } from './narrowing-options.ts';
import type { LogOption } from './progress/log-option.ts';

export interface ComparisonOptions extends LogOption {
  readonly from?: LocalDate;
  readonly to?: LocalDate;
  readonly grace: number;
  readonly xero?: boolean;
  readonly xeroCsv?: string;
  readonly xeroColumns: string;
  readonly allowEmpty?: boolean;
}

/** Adds what can be said about a comparison of the stores. */
export function withComparison(command: Command): Command {
  const headings = Object.entries(xeroColumns).map((pair) => pair.join('='));
  return command
    .option('--from <day>', 'first day, by accounting date, as YYYY-MM-DD', day)
    .option('--to <day>', 'last day', day)
    .option('--grace <minutes>', 'what was changed so shortly before is under way, not wrong', minutes, 0)
    .option('--xero', 'Xero itself, as a third side: has all arrived there?')
    .option('--xero-csv <file>', "Xero's export of invoices, as a third side")
    .addOption(
      new Option('--xero-columns <names>', `headings of that file that are others than ${headings.join(', ')}`).default(
        headings.join(','),
        'as Xero exports them',
      ),
    )
    .option('--allow-empty', 'a store that shows no order at all is really empty');
}

function minutes(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It takes a whole number of minutes.');
  return Number(text);
}
