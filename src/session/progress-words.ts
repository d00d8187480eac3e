import { count } from '../model/amounts-text.ts';
import type { ProgressBoard, Row, Waiting } from './progress-board.ts';

const whys: Readonly<Record<Waiting['reason'], string>> = {
  'rate-limit': 'its limit of requests a minute',
  '429': 'the store asked for a pause',
  retry: 'a passing trouble, then again',
};

export const phases: Readonly<Record<ProgressBoard['phase'], string>> = {
  begin: 'Begins',
  settle: 'Settles what earlier runs left open',
  extract: 'Reads and copies',
  load: 'Copies',
  close: 'Checks what appeared in the primary',
};

export function rowWords({ expected, read, settled }: Row): string {
  const of = expected > read ? ` of ${count(expected)}` : '';
  return `${count(read)}${of} read, ${count(settled)} done`;
}

export function waitWords(store: string, { reason, until }: Waiting, now: number): string {
  return `waits ${duration((until - now) / 1000)} for ${store}: ${whys[reason]}`;
}

export function duration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 90) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
