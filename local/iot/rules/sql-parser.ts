import type { Json } from '../json.ts';
import { filterFault } from '../topics.ts';
import { SqlFault, type Token, tokensOf } from './sql-tokens.ts';

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';
type FunctionName = 'topic' | 'timestamp' | 'clientid' | 'newuuid';

export type Expression =
  | { kind: 'literal'; value: Json }
  | { kind: 'attribute'; path: string[] }
  | { kind: 'call'; name: FunctionName; argument?: number }
  | { kind: 'not'; operand: Expression }
  | { kind: 'and' | 'or'; left: Expression; right: Expression }
  | { kind: 'compare'; operator: Comparison; left: Expression; right: Expression };

/** What is selected: everything that came (`*`), or one expression under a name. */
type Column = { kind: 'all' } | { kind: 'named'; name: string; expression: Expression };

export interface Statement {
  columns: Column[];
  /** The topic filter of FROM. */
  filter: string;
  where?: Expression;
}

const comparisons: Record<string, Comparison> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};
const functionNames: FunctionName[] = ['topic', 'timestamp', 'clientid', 'newuuid'];
const literals: Record<string, Json> = { true: true, false: false, null: null };
const keywords = new Set(['select', 'from', 'where', 'as', 'and', 'or', 'not', 'case', 'in', 'exists', 'set']);

/** Walks over the tokens of one statement. Each method reads one rule of the grammar and throws `SqlFault`. */
class Parser {
  readonly #tokens: Token[];
  #at = 0;

  constructor(sql: string) {
    this.#tokens = tokensOf(sql);
  }

  statement(): Statement {
    this.#expectKeyword('select');
    const columns = [this.#column()];
    while (this.#takeSymbol(',')) columns.push(this.#column());
    this.#expectKeyword('from');
    const filter = this.#filter();
    const where = this.#takeKeyword('where') ? this.#or() : undefined;
    this.#expectEnd();
    return { columns, filter, ...(where && { where }) };
  }

  expression(): Expression {
    const expression = this.#or();
    this.#expectEnd();
    return expression;
  }

  #column(): Column {
    if (this.#takeSymbol('*')) return { kind: 'all' };
    const first = this.#peek();
    const expression = this.#or();
    if (this.#takeKeyword('as')) return { kind: 'named', name: this.#alias(), expression };
    const name = expression.kind === 'attribute' ? expression.path.at(-1) : undefined;
    if (name === undefined) throw new SqlFault(first, 'what is not an attribute needs a name; add AS and one.');
    return { kind: 'named', name, expression };
  }

  #alias(): string {
    const token = this.#next();
    if (token.kind !== 'name' && token.kind !== 'quoted') throw new SqlFault(token, 'a name was expected after AS.');
    return token.value;
  }

  #filter(): string {
    const token = this.#next();
    if (token.kind !== 'text') throw new SqlFault(token, 'FROM needs a topic filter in single quotes.');
    const fault = filterFault(token.value);
    if (fault) throw new SqlFault(token, fault);
    return token.value;
  }

  #or(): Expression {
    let left = this.#and();
    while (this.#takeKeyword('or')) left = { kind: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.#takeKeyword('and')) left = { kind: 'and', left, right: this.#not() };
    return left;
  }

  #not(): Expression {
    return this.#takeKeyword('not') ? { kind: 'not', operand: this.#not() } : this.#comparison();
  }

  #comparison(): Expression {
    const left = this.#operand();
    const token = this.#peek();
    const operator = token.kind === 'symbol' ? comparisons[token.value] : undefined;
    if (!operator) return left;
    this.#next();
    return { kind: 'compare', operator, left, right: this.#operand() };
  }

  #operand(): Expression {
    if (this.#takeSymbol('(')) {
      const inner = this.#or();
      this.#expectSymbol(')');
      return inner;
    }
    const token = this.#next();
    if (token.kind === 'text') return { kind: 'literal', value: token.value };
    if (token.kind === 'number') return { kind: 'literal', value: Number(token.value) };
    if (token.kind === 'quoted') return this.#attribute(token);
    if (token.kind !== 'name') throw new SqlFault(token, 'an attribute, a literal or a function was expected here.');
    const word = token.value.toLowerCase();
    if (this.#takeSymbol('(')) return this.#call(token);
    if (Object.hasOwn(literals, word)) return { kind: 'literal', value: literals[word] ?? null };
    if (keywords.has(word)) throw new SqlFault(token, 'the embedded host does not know this keyword in this place.');
    return this.#attribute(token);
  }

  #attribute(first: Token): Expression {
    const path = [first.value];
    while (this.#takeSymbol('.')) {
      const token = this.#next();
      if (token.kind !== 'name' && token.kind !== 'quoted') throw new SqlFault(token, 'an attribute was expected.');
      path.push(token.value);
    }
    return { kind: 'attribute', path };
  }

  #call(token: Token): Expression {
    const name = functionNames.find((known) => known === token.value.toLowerCase());
    if (!name) throw new SqlFault(token, `the embedded host does only the functions ${functionNames.join(', ')}.`);
    if (this.#takeSymbol(')')) return { kind: 'call', name };
    const argument = this.#next();
    const level = argument.kind === 'number' ? Number(argument.value) : 0;
    if (name !== 'topic' || !Number.isInteger(level) || level < 1) {
      throw new SqlFault(argument, `${name}() takes ${name === 'topic' ? 'a level of the topic, from 1' : 'nothing'}.`);
    }
    this.#expectSymbol(')');
    return { kind: 'call', name, argument: level };
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', value: '', written: 'the end', column: 0 };
  }

  #next(): Token {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  #take(matches: (token: Token) => boolean): boolean {
    if (!matches(this.#peek())) return false;
    this.#at += 1;
    return true;
  }

  #takeSymbol(symbol: string): boolean {
    return this.#take(({ kind, value }) => kind === 'symbol' && value === symbol);
  }

  #takeKeyword(keyword: string): boolean {
    return this.#take(({ kind, value }) => kind === 'name' && value.toLowerCase() === keyword);
  }

  #expectSymbol(symbol: string): void {
    if (!this.#takeSymbol(symbol)) throw new SqlFault(this.#peek(), `'${symbol}' was expected here.`);
  }

  #expectKeyword(keyword: string): void {
    if (!this.#takeKeyword(keyword)) throw new SqlFault(this.#peek(), `${keyword.toUpperCase()} was expected here.`);
  }

  #expectEnd(): void {
    if (this.#peek().kind !== 'end') throw new SqlFault(this.#peek(), 'the statement should have ended before this.');
  }
}

/**
 * Reads a rule's statement: `SELECT *|expression [AS name], … FROM 'filter' [WHERE condition]`. Throws `SqlFault`
 * for anything of AWS IoT SQL beyond that: arithmetic, CASE, nested queries, `VALUE`, other functions.
 */
export const parseStatement = (sql: string): Statement => new Parser(sql).statement();

/** Reads an expression alone, as it stands in a substitution template. */
export const parseExpression = (text: string): Expression => new Parser(text).expression();
