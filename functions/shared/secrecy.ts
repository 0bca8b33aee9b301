/** A token or sealed credential in compact form: three or five parts of base64url (RFC 7515, RFC 7516). */
const TOKEN = /[\w-]{16,}(?:\.[\w-]{16,}){2,4}/g;
/** Whatever else is long and has no gaps: task tokens, keys, ciphertext. No name of ours or of AWS is as long. */
const BLOB = /[\w+/=-]{100,}/g;
/** How a rider pays, in JSON that is quoted, also inside of other JSON. */
const PAYMENT_METHOD = /(paymentMethod\\*"\s*:\s*\\*")[\w-]+/g;
/** The same wherever it stands, by the prefixes that Stripe gives to what can be charged. */
const CARD = /\b(?:pm|tok|card|src)_\w+/g;

/** What somebody says of themselves when they register, in JSON; and what KMS is to hash of it, in base64. */
const PERSONAL = /((?:number|street|postalCode|Message)\\*"\s*:\s*\\*")[^"\\]+/g;

/**
 * What a terminal takes for a command or for the end of a line, and JSON lets through or a stack needs not: all control
 * characters but tab and line feed, and Unicode's own line ends.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g;

/** Longer than any id of ours, which have 63 characters at the most. */
const ID_LENGTH_MAX = 64;

/** An id as a log line may carry it, whoever made it up: one line, and short. */
export function loggable(id: string): string {
  const line = withoutSecrets(id)
    .replace(CONTROL, '\ufffd')
    .replace(/[\t\n]/g, '\ufffd');
  return line.length > ID_LENGTH_MAX ? `${line.slice(0, ID_LENGTH_MAX)}…` : line;
}

/** The text with a stand-in for everything that could be a secret. */
export function withoutSecrets(text: string): string {
  return text
    .replace(TOKEN, '(token)')
    .replace(BLOB, '(blob)')
    .replace(PAYMENT_METHOD, '$1(card)')
    .replace(CARD, '(card)')
    .replace(PERSONAL, '$1(personal)');
}

/**
 * Takes secrets and control characters out of an error and of its causes, in place, since Lambda logs what it is thrown, and Step Functions
 * keeps it in a history. AWS quotes what it was sent: "Value '…' at 'taskToken' failed to satisfy constraint".
 */
export function hush(error: unknown): void {
  for (let one = error; one instanceof Error; one = one.cause) {
    one.message = withoutSecrets(one.message).replace(CONTROL, '\ufffd');
    if (one.stack) one.stack = withoutSecrets(one.stack).replace(CONTROL, '\ufffd');
  }
}
