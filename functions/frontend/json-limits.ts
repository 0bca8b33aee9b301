/** Four times what the deepest contract of ours nests. */
const DEPTH_MAX = 16;
/** The largest contract of ours names six. */
const KEYS_MAX = 64;

/** Strings, also one that never ends, and whatever gives a text its structure. One pass, with no way back. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|[{}[\]:]/gs;

/**
 * What is wrong with the structure of a JSON text, before anything is made of it: how deep it nests, how many names
 * it has, and whether one of them is there twice, of which two readers may take different ones (RFC 8259, section 4).
 * Undefined where nothing is, or where the text is no JSON: that a parser finds by itself.
 *
 * @throws SyntaxError where a name is no JSON string
 */
export function structuralFault(text: string): string | undefined {
  const open: Set<string>[] = [];
  let keys = 0;
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '}' || token === ']') open.pop();
    else if (token === '{' || token === '[') {
      open.push(new Set());
      if (open.length > DEPTH_MAX) return `The body nests deeper than ${DEPTH_MAX} levels.`;
    } else if (token === ':') {
      const names = open.at(-1);
      const name: unknown = JSON.parse(last);
      if (typeof name !== 'string' || !names) continue;
      if (names.has(name)) return 'The body has a name twice in one object.';
      names.add(name);
      keys += 1;
      if (keys > KEYS_MAX) return `The body has more than ${KEYS_MAX} names.`;
    } else last = token;
  }
  return undefined;
}
