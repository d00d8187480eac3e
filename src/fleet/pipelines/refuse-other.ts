import { ConsolidatorError } from '../../model/errors.ts';
import { schemaOf } from '../../model/postgres-address.ts';

/**
 * What is stored is not replaced by what was edited from another text, nor by a file of the folder of a worker, whose ledger is another one.
 * @param stored the text that there is; null where it is such a file
 * @throws ConsolidatorError `usage`
 */
export function refuseOther(
  name: string,
  stored: unknown,
  to: { readonly text: string | null; readonly editedFrom: string | undefined },
): void {
  if (to.editedFrom !== undefined && stored !== to.editedFrom)
    throw new ConsolidatorError(
      'usage',
      `Nothing was changed, since somebody else has changed the pipeline ${name} meanwhile. Say it again.`,
    );
  if (to.text === null && stored !== null)
    throw new ConsolidatorError(
      'usage',
      `The pipeline ${name} is stored in the database, and is a file in the folder of this worker as well. Take one of them away: the file, or \`pipelines remove ${name} --reason "…"\`; then start the worker again. Each has a ledger of its own, so that the other one is not to follow it.`,
    );
}

/**
 * Two pipelines whose ledgers would be one, since their names differ in case or marks alone, or late: the second one could never run.
 * @param others names of all others that are stored
 * @throws ConsolidatorError `usage`
 */
export function refuseSameLedger(name: string, others: readonly string[]): void {
  const same = others.find((other) => schemaOf(other) === schemaOf(name));
  if (same === undefined) return;
  throw new ConsolidatorError(
    'usage',
    `The pipeline ${name} would have the ledger of ${same}: both are called ${schemaOf(name)} in the database. Give it another name, which differs in letters or digits, among the first 30 of them.`,
  );
}
