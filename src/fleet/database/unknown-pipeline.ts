import { ConsolidatorError } from '../../model/errors.ts';

export function unknownPipeline(name: string): ConsolidatorError {
  return new ConsolidatorError(
    'not-found',
    `The fleet has no pipeline called ${name}. See \`neto-consolidator pipelines list\` for those it has, or store it: \`neto-consolidator pipelines apply FILE\`.`,
  );
}
