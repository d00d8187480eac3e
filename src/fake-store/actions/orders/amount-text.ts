import { amountOf, moneyText } from '../../amount.ts';

/** An amount with at least so many decimals, as Neto prints them; more where the value has more. */
export function amountText(stored: string, decimals: number): string {
  const shown = decimalsOf(stored);
  if (shown !== undefined && shown <= decimals) return padded(stored, shown, decimals);
  const text = moneyText(amountOf(stored));
  return padded(text, decimalsOf(text) ?? 0, decimals);
}

/** Most stored amounts are plain already, and to compute them would take the better part of a large answer's time. */
function decimalsOf(text: string): number | undefined {
  const match = /^-?(?:0|[1-9]\d*)(?:\.(\d+))?$/.exec(text);
  return match === null ? undefined : (match[1]?.length ?? 0);
}

function padded(text: string, shown: number, decimals: number): string {
  if (shown >= decimals) return text;
  return `${text}${shown === 0 ? '.' : ''}${'0'.repeat(decimals - shown)}`;
}
