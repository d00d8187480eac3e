/**
 * What a person reads of something that was keyed in place of what is on the copy.
 * @param titles all that may have been: one of them alone is what the message is about; of several, any or all may be
 * @param old what is on the copy, and not in its store any more
 */
export function replacedWords(titles: readonly string[], old: string): string {
  const [first] = titles;
  if (titles.length === 1 && first !== undefined) return `${first} was keyed in place of ${old}`;
  return `One or more of these were keyed in place of ${old}: ${titles.join('; ')}. Decide first about one that was; the others are judged anew then`;
}
