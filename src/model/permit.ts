/** Leave for one write to a store, as somebody who knows has just given it. */
export interface Permit {
  /** Whether it is of so short a time ago that the write may still leave now. To be asked in the tick in which it leaves. */
  isFresh(): boolean;
}
