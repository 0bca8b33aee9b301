/**
 * A refusal or a fault that has a name. Lambda hands the name to Step Functions, where a definition catches it,
 * and to the front end, which turns it into problem details. Subclasses give `name` as a literal, since bundling
 * shortens the names of classes.
 */
export abstract class NamedError extends Error {
  abstract override readonly name: string;
}

/** The command does not have the shape that the contract gives it. Retrying cannot help. */
export class CommandMalformed extends NamedError {
  override readonly name = 'CommandMalformed';
}

/** A token that is missing, forged, expired, or meant for somebody or something else. Nothing was done. */
export class TokenRefused extends NamedError {
  override readonly name = 'TokenRefused';
}
