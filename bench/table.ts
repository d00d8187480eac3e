/** Columns as wide as their longest cell, under these titles. */
export function printTable(titles: readonly string[], rows: readonly (readonly string[])[]): void {
  const table = [titles, ...rows];
  const widths = titles.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  for (const row of table) {
    const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    console.log(cells.join('  ').trimEnd());
  }
}

/** `GetOrder 3, GetPayment 2` */
export function inWords(actions: Readonly<Record<string, number>>): string {
  return Object.entries(actions)
    .map(([action, count]) => `${action} ${count}`)
    .join(', ');
}
