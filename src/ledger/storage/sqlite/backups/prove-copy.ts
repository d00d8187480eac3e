import { ConsolidatorError } from '../../../../model/errors.ts';
import type { LedgerContent } from '../../../backup.ts';
import { checkBackup } from './check-backup.ts';

/** A copy that can't be opened, or is another ledger's, is none. @throws ConsolidatorError */
export function proveCopy(
  copy: string,
  { installation, schema }: Pick<LedgerContent, 'installation' | 'schema'>,
): void {
  const found = checkBackup(copy);
  if (found.installation === installation && found.schema === schema) return;
  const message = `The copy bears installation ${found.installation} and schema ${found.schema}, the ledger ${installation} and ${schema}.`;
  throw new ConsolidatorError('ledger-damaged', message);
}
