import type { Pipeline } from '../../../config/pipeline.ts';
import { NO_TOKEN_FILE } from '../../../config/stored/stored-pipeline.ts';
import { ConsolidatorError } from '../../../model/errors.ts';

/** @throws ConsolidatorError `config-invalid` for what one machine alone may do */
export function forFleet(pipeline: Pipeline): Pipeline {
  if (pipeline.xero?.tokenFile === undefined) return pipeline;
  throw new ConsolidatorError('config-invalid', `${pipeline.file}: ${NO_TOKEN_FILE}`);
}
