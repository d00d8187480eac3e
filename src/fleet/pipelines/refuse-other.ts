import { ConsolidatorError } from '../../model/errors.ts';

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
