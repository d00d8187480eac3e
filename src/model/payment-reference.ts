/** `west:1653`: the key by which a copied payment is found again in the primary. */
export function paymentReference(mark: string, paymentId: string): string {
  return mark + paymentId;
}

/** The first word of an authorisation: our reference, where the payment is a copy. */
export function referenceOf(authorisation: string): string {
  return authorisation.trim().split(/\s+/, 1)[0] ?? '';
}
