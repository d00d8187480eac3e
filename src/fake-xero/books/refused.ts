/** What Xero would refuse a write for, in its own words. */
export class Refused extends Error {
  override readonly name = 'Refused';
}
