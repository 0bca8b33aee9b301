import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import addErrors from 'ajv-errors';
import addFormats from 'ajv-formats';
import type { Feed } from './feed.ts';

/** Where MobilityData's JSON Schemas of GBFS 3.0 lie when they lie beside the project: they are no part of it. */
export const SCHEMAS = join(import.meta.dirname, '..', '..', '..', 'shared', 'gbfs', 'v3.0');

export const hasSchemas = (folder = SCHEMAS): boolean => existsSync(join(folder, 'gbfs.json'));

const words = (name: string, { instancePath, message = 'is wrong' }: ErrorObject) =>
  `${name}${instancePath} ${message}`;

/**
 * Holds each file of a feed against its JSON Schema.
 *
 * @param folder that has a schema for each file, by the file's name
 */
export function schemaFaults(feed: Feed, folder = SCHEMAS): string[] {
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats.default(ajv);
  addErrors.default(ajv);
  return Object.entries(feed).flatMap(([name, file]) => {
    const validate = ajv.compile(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')));
    return validate(file) ? [] : (validate.errors ?? []).map((error) => words(name, error));
  });
}
