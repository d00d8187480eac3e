/** Answers that refuse by who it is that asks, whatever else they say. */
const REFUSED: readonly number[] = [401, 403, 404];

/** Said to who may look, of a decision that nobody made. */
export const NO_SUCH_DECISION = 'No decision of this name is known here';

/** Whether somebody was turned away for who they are. */
export function isRefused({ status, text }: { readonly status: number; readonly text: string }): boolean {
  return REFUSED.includes(status) && !text.includes(NO_SUCH_DECISION);
}
