import type { Pipeline } from '../../../config/pipeline.ts';
import { openFleetDatabase } from '../../../fleet/database/database.ts';
import { refuseNewer } from '../../../fleet/database/schema.ts';
import { storedPipeline } from '../../../fleet/pipelines/stored-pipelines.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import type { Shell } from '../../shell.ts';
import { fleetAddress } from './open-fleet.ts';
import { keyTable, pipelineOf } from './pipeline-of.ts';

/**
 * A pipeline that is stored in the fleet's database, for a command that a person types: with the keys that this machine has.
 * @throws ConsolidatorError `not-found`, `usage` where it is a file of the workers, `ledger-newer`, `fleet-unavailable`
 */
export async function readFromFleet(shell: Shell, name: string): Promise<Pipeline> {
  const database = await openFleetDatabase(fleetAddress(shell.environment), 1);
  try {
    await refuseNewer(database);
    const stored = await storedPipeline({ database }, name);
    if (stored.text === null)
      throw new ConsolidatorError(
        'usage',
        `The pipeline ${name} is a file in the folder that every worker has. Name that file.`,
      );
    return await pipelineOf(shell, { table: await keyTable(shell), files: new Map() }, stored);
  } finally {
    await database.close();
  }
}
