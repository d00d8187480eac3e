/** A text of several lines as it is compared: stores differ in line ends, and in the blanks around it. */
export function plainText(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}
