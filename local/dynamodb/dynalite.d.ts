/** The parts of dynalite 4.0.0 (which has no types of its own) that the embedded host stands on. */

declare module 'dynalite/db/index.js' {
  /** `db` is what `Level` describes. */
  const db: { create(options: { path?: string }): { db: unknown } };
  export = db;
}

declare module 'dynalite/validations/index.js' {
  const validations: {
    /** Gives the input without what DynamoDB does not know; throws a fault that has a `body`. */
    checkTypes(input: object, types: object): object;
    checkValidations(input: object, types: object, custom: unknown, store: object): void;
  };
  export = validations;
}

declare module 'dynalite/validations/*.js' {
  const rules: { types: object; custom?: unknown };
  export = rules;
}

declare module 'dynalite/actions/*.js' {
  const action: (store: object, input: object, done: (fault: unknown, output?: unknown) => void) => void;
  export = action;
}
