import type { Instant } from '../../model/time.ts';

/** `2026-11-26 10:53:50 UTC` */
export function timeText(at: Instant): string {
  return `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
}
