/** The mark up to which an entity was last listed anew; what has dates of its own alone has another one. */
export const SWEPT = 'listed-anew';
/** The mark of the last such listing that brought what no window had shown. */
export const MISSED = 'shown-late';

/** The mark up to which the copies have been looked at. */
export const COPIES_SLICE = 'copies';
