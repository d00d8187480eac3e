import { counted } from '../../model/amounts-text.ts';

/** `12 orders and 9 payments`; what there is none of is not named. */
export function adoptedWords({ orders, payments }: { readonly orders: number; readonly payments: number }): string {
  const parts = [
    ...(orders === 0 ? [] : [counted(orders, 'order')]),
    ...(payments === 0 ? [] : [counted(payments, 'payment')]),
  ];
  return parts.length === 0 ? 'nothing' : parts.join(' and ');
}
