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
 * Takes secrets out of an error and of its causes, in place, since Lambda logs what it is thrown, and Step Functions
 * keeps it in a history. AWS quotes what it was sent: "Value '…' at 'taskToken' failed to satisfy constraint".
 */
export function hush(error: unknown): void {
  for (let one = error; one instanceof Error; one = one.cause) {
    one.message = withoutSecrets(one.message);
    if (one.stack) one.stack = withoutSecrets(one.stack);
  }
}
