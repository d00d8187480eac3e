import type { YAMLError } from 'yaml';

/** The parser's own messages quote the line, and with it perhaps a key: only their codes are used. */
export function syntaxSentence(code: YAMLError['code']): string {
  switch (code) {
    case 'BAD_ALIAS':
      return 'a value begins with "*" or "&", and names nothing; expected a value; put texts with special characters in quotes';
    case 'TAB_AS_INDENT':
      return 'a tab stands where the line begins; expected blanks; indent with two blanks';
    case 'MISSING_CHAR':
      return 'a bracket, a quote or a comma is missing; expected YAML; close what was opened before this place';
    case 'BAD_INDENT':
      return 'the indentation does not fit the lines above, or a bracket there is still open; expected YAML; indent what belongs together alike, and close brackets';
    case 'MULTIPLE_DOCS':
      return 'a second document begins; expected one pipeline per file; take "---" away';
    case 'TAG_RESOLVE_FAILED':
      return 'a value begins with "!"; expected a plain value; put texts with special characters in quotes';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'a second colon with a blank stands in the line; expected one "key: value" a line; put texts with a colon in quotes';
    case 'BAD_SCALAR_START':
      return 'a value begins with a special character; expected a value; put texts with special characters in quotes';
    case 'RESOURCE_EXHAUSTION':
      return 'too many brackets stand inside one another; expected a pipeline; close the brackets';
    default:
      return 'the text is not YAML here; expected "key: value"; look at quotes, colons, brackets and indentation';
  }
}
