/** Whether an order's status, as a store or a reading shows it, says that it was cancelled; in whatever case. */
export function isCancelled({ status }: { readonly status: string }): boolean {
  return status.toLowerCase() === 'cancelled';
}
