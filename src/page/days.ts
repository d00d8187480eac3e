const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** `2026-07-03` → `3 Jul 2026` */
export function dayName(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${Number(date)} ${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

/** `2026-07` or `2026-07-03` → `Jul 2026` */
export function monthName(month: string): string {
  const [year = '', number = ''] = month.split('-');
  return number === '' ? 'no date' : `${MONTHS[Number(number) - 1] ?? number} ${year}`;
}
