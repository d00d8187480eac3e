/** One record can't be stored, for this reason. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

export function missing(field: string): Refused {
  return new Refused(`${field} is a required field and is missing`);
}
