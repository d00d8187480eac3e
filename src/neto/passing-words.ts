/** The words of a store that is troubled itself: nothing is wrong with what it was sent. */
const PASSING = [
  /deadlock/i,
  /lock wait/i,
  /try again|try restarting/i,
  /temporar/i,
  /time[d -]?out/i,
  /too many (requests|connections)/i,
  /(server|service) (is )?(busy|unavailable|overloaded)/i,
  /maintenance/i,
  /gone away/i,
];

/** Whether an Ack of Error names a trouble that passes. What is not known here counts as lasting. */
export function isPassing(error: string): boolean {
  return PASSING.some((words) => words.test(error));
}
