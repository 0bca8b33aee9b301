/**
 * A refusal or a fault that has a name. Lambda hands the name to Step Functions, where a definition catches it,
 * and to the front end, which turns it into problem details. Subclasses give `name` as a literal, since bundling
 * shortens the names of classes.
 */
export abstract class NamedError extends Error {
  abstract override readonly name: string;
}

/** What lies behind an error, for the log. */
export function causeOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : undefined;
}

/** The command does not have the shape that the contract gives it. Retrying cannot help. */
export class CommandMalformed extends NamedError {
  override readonly name = 'CommandMalformed';
}

/** A token that is missing, forged, expired, or meant for somebody or something else. Nothing was done. */
export class TokenRefused extends NamedError {
  override readonly name = 'TokenRefused';
}

/** A refusal or fault that a workflow or another function gave, passed on under the name it had there. */
export class Relayed extends NamedError {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Something that the request needs cannot be reached just now. The same request may be tried again. */
export class ServiceUnavailable extends NamedError {
  override readonly name = 'ServiceUnavailable';
}
