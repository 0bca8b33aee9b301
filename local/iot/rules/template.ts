import { evaluate, type Incoming } from './sql-evaluate.ts';
import { type Expression, parseExpression } from './sql-parser.ts';

/** Text with `${expression}` in it ("Substitution templates", AWS IoT Core developer guide). */
export type Template = Array<string | Expression>;

/** Throws `SqlFault` where an expression cannot be read. */
export function parseTemplate(text: string): Template {
  return text.split(/(\$\{[^}]*\})/).map((part) => (part.startsWith('${') ? parseExpression(part.slice(2, -1)) : part));
}

/** The template filled from a message; an expression that is undefined there reads `undefined`. */
export function fill(template: Template, incoming: Incoming): string {
  const text = (part: string | Expression) => {
    if (typeof part === 'string') return part;
    const value = evaluate(part, incoming);
    return typeof value === 'string' ? value : String(JSON.stringify(value));
  };
  return template.map(text).join('');
}
