import { ConsolidatorError } from '../model/errors.ts';

/** No mistake: a person has to say yes first, and nobody is there to be asked. Nothing was changed. */
export class AsksYes extends ConsolidatorError {
  constructor(message: string) {
    super('usage', message);
  }
}

/** Whether giving the same line with `--yes` is all that is to be done. */
export function isAskingYes(error: unknown): boolean {
  return error instanceof AsksYes || (error instanceof ConsolidatorError && error.code === 'first-run-unconfirmed');
}
