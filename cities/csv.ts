/**
 * Parts CSV text into rows (RFC 4180): fields may be quoted, and hold commas, line breaks and doubled quotes. Reads as
 * it comes, since a city's addresses are more than a program should hold at once.
 */
export async function* csvRows(chunks: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string[]> {
  let row: string[] = [];
  let field = '';
  let isQuoted = false;
  /** After a quote within quotes: it ends them, or is the first of two. */
  let isQuoteOpen = false;
  const endField = () => {
    row.push(field);
    field = '';
  };
  for await (const chunk of chunks) {
    for (const char of chunk) {
      if (isQuoteOpen) {
        isQuoteOpen = false;
        if (char === '"') {
          field += char;
          continue;
        }
        isQuoted = false;
      }
      if (isQuoted) {
        if (char === '"') isQuoteOpen = true;
        else field += char;
      } else if (char === '"' && field === '') isQuoted = true;
      else if (char === ',') endField();
      else if (char === '\n') {
        endField();
        yield row;
        row = [];
      } else if (char !== '\r') field += char;
    }
  }
  if (field === '' && row.length === 0) return;
  endField();
  yield row;
}
