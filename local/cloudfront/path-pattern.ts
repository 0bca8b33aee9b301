/** Characters that mean the same whether they are percent-encoded or not (RFC 3986, section 2.3). */
const UNRESERVED = /[A-Za-z0-9._~-]/;

/** A path as CloudFront compares it: "normalizes URI paths consistent with RFC 3986" (Cache behavior settings). */
export function normalPath(path: string): string {
  const decoded = path.replace(/%[0-9a-f]{2}/gi, (code) => {
    const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return UNRESERVED.test(character) ? character : code.toUpperCase();
  });
  const kept: string[] = [];
  for (const segment of decoded.split('/').slice(1)) {
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
  }
  return `/${kept.join('/')}`;
}

/** How a path pattern compares: `*` is any characters, slashes too, and `?` is one; with or without a slash before. */
export function pathPattern(pattern: string): (path: string) => boolean {
  const text = pattern.startsWith('/') ? pattern : `/${pattern}`;
  const source = text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, 's');
  return (path) => expression.test(path);
}
