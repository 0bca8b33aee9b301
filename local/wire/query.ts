/** Percent-decoding that leaves what is no valid escape as it stands: a malformed query is the caller's, not a fault. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The pairs of a query in their order, decoded by RFC 3986: unlike in a form, a plus sign is a plus sign. */
export function queryPairs(query: string): Array<[name: string, value: string]> {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=');
      return at < 0 ? [decode(part), ''] : [decode(part.slice(0, at)), decode(part.slice(at + 1))];
    });
}
