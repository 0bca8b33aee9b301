/** What the text says, or undefined where it is not JSON: the schema that reads it then refuses it. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
