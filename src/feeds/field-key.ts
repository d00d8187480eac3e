/** `Order ID*`, `Order_ID`, `n:OrderID` and `ORDERID` are the same field: Neto's headers drift. */
export function fieldKey(name: string): string {
  return name
    .slice(name.indexOf(':') + 1)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
