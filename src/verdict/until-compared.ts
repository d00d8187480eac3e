/** Beside a difference that the daily comparison has found: whoever has mended it looks there whether it is gone. */
export const UNTIL_COMPARED =
  "What was mended since then stands here until both sides are compared again, which the first whole run after 02:00 of the primary's day does.";
