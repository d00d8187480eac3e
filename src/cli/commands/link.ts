import { type Command, Option } from 'commander';
import type { Ledger } from '../../ledger/ledger.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { isLinkable } from '../../ledger/transitions/what-can-be-done.ts';
import type { EntityName } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { linkRecord } from '../../operations/link/link-record.ts';
import { linkable } from '../../operations/link/linking.ts';
import type { LinkReport } from '../../operations/link/report.ts';
import { stateHome } from '../../session/state-home.ts';
import { examples } from '../examples.ts';
import { type OutputOption, printResult, withOutput } from '../output.ts';
import { knownStores, openPipeline } from '../pipeline-file.ts';
import { reasonGiven } from '../reason.ts';
import type { Shell } from '../shell.ts';
import { linkText } from '../text/link-report.ts';

interface LinkCommand extends OutputOption {
  readonly as: string;
  readonly store?: string;
  readonly entity?: (typeof linkable)[number];
  readonly acceptDifferences?: boolean;
  readonly reason?: string;
  readonly dryRun?: boolean;
}

export interface LinkDocument extends LinkReport {
  readonly pipeline: string;
}

const meaning = `
Both are shown side by side. Where fields that must agree do not, nothing is linked, unless you say that it is right as
it is. Payments and returns of an order are paired by amount, day and method; the rest is listed, to be linked one by one.
What is linked is followed: a change on either side is told. Nothing is ever written to it.`;

export function registerLink(program: Command, shell: Shell): void {
  const command = program
    .command('link')
    .argument('<pipeline>', 'the pipeline file')
    .argument('<id>', 'the id of a quarantined, left-out or dropped record in its own store')
    .description(
      'Takes what you entered in the primary by hand for the copy of one record, so that it is not copied again.',
    )
    .requiredOption(
      '--as <ids>',
      "its number in the primary; of a payment or return the primary's own ids, with commas",
    )
    .option('--store <name>', 'only of this secondary store')
    .addOption(new Option('--entity <name>', 'only these records').choices([...linkable]))
    .option('--accept-differences', 'it is right, though it differs; takes a --reason')
    .option('--reason <text>', 'why; it is kept in the audit, so name nobody in it')
    .option('--dry-run', 'show both, and link nothing');
  withOutput(command)
    .addHelpText('after', meaning)
    .addHelpText(
      'after',
      examples(
        'link pipelines/au-stores.yaml N1081 --as S1081 --dry-run',
        'link pipelines/au-stores.yaml N1081 --as S1081 --accept-differences --reason "freight rounded up"',
        'link pipelines/au-stores.yaml 665 --entity payments --as 9120,9121',
      ),
    )
    .action(async (file: string, id: string, options: LinkCommand) => {
      const accepted = acceptedOf(options);
      const pipeline = await openPipeline(shell, file);
      knownStores(pipeline, options.store === undefined ? undefined : [options.store]);
      const report = await linkRecord({
        pipeline,
        home: stateHome(shell.environment),
        choose: (ledger) => chooseOne(ledger, id, options),
        as: options.as
          .split(',')
          .map((one) => one.trim())
          .filter(Boolean),
        accepted,
        dryRun: options.dryRun,
        now: shell.now,
        signal: shell.signal,
      });
      const document: LinkDocument = { pipeline: pipeline.name, ...report };
      printResult(shell, options, document, () => linkText(report, file));
      if (report.result === 'different') shell.end(4);
    });
}

function acceptedOf({ acceptDifferences, reason = '' }: LinkCommand): string | undefined {
  if (acceptDifferences !== true) return undefined;
  return reasonGiven(reason, '--accept-differences --reason "…"');
}

/** @throws ConsolidatorError `not-found`, and `usage` where several have that id */
async function chooseOne(
  ledger: Ledger,
  id: string,
  { store, entity }: Pick<LinkCommand, 'store' | 'entity'>,
): Promise<LedgerRecord> {
  const named = (await ledger.named(id)).filter(
    (record) =>
      linkable.some((one) => one === record.entity) &&
      (store === undefined || record.store === store) &&
      (entity === undefined || record.entity === (entity satisfies EntityName)),
  );
  const open = named.filter(isLinkable);
  const [record, ...others] = open.length === 0 ? named : open;
  if (record === undefined)
    throw new ConsolidatorError('not-found', `No order, payment or return ${id} has been read. A run reads it first.`, {
      remedy: 'Check the id. What is newer than the last run is read by `run`.',
    });
  if (others.length === 0) return record;
  throw new ConsolidatorError('usage', `${id} names several records. Say which with --store and --entity.`);
}
