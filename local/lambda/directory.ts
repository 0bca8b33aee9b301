import { ServiceError } from '../wire/contract.ts';
import type { FunctionDefinition } from './contract.ts';

/** All functions of the template, in its order. */
export interface Directory {
  add(definition: FunctionDefinition): void;
  all(): FunctionDefinition[];
  find(name: string): FunctionDefinition | undefined;
  /**
   * By name, ARN or partial ARN, each with or without the qualifier `$LATEST`.
   *
   * @throws ServiceError `ResourceNotFoundException`
   */
  get(reference: string): FunctionDefinition;
}

/** `arn:aws:lambda:eu-west-1:123456789012:function:name:qualifier`, of which only the name must be there. */
const REFERENCE = /^(?:(?:arn:[\w-]+:lambda:[\w-]*:)?\d{12}:)?(?:function:)?([\w-]+)(?::([\w$-]+))?$/;

/** The parts of a reference; of no function where it is none. */
export function readReference(reference: string): { name: string; qualifier?: string } {
  const [, name = '', qualifier] = REFERENCE.exec(reference) ?? [];
  return { name, ...(qualifier !== undefined && { qualifier }) };
}

export function createDirectory(): Directory {
  const functions = new Map<string, FunctionDefinition>();
  return {
    add: (definition) => void functions.set(definition.name, definition),
    all: () => [...functions.values()],
    find: (name) => functions.get(name),
    get: (reference) => {
      const { name, qualifier = '$LATEST' } = readReference(reference);
      const definition = qualifier === '$LATEST' ? functions.get(name) : undefined;
      if (definition) return definition;
      throw new ServiceError('ResourceNotFoundException', `Function not found: ${reference}`, 404);
    },
  };
}
