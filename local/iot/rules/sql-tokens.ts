/** A piece of an SQL statement. `name` is an identifier or keyword; a `quoted` identifier is never a keyword. */
export interface Token {
  kind: 'name' | 'quoted' | 'text' | 'number' | 'symbol' | 'end';
  /** Without quotes. */
  value: string;
  /** As written, for messages. */
  written: string;
  /** Counted from 1. */
  column: number;
}

/** The statement is not one that this host can run; the message says what it stumbled over. */
export class SqlFault extends Error {
  constructor(token: Pick<Token, 'written' | 'column'>, why: string) {
    super(`'${token.written}' at column ${token.column}: ${why}`);
    this.name = 'SqlFault';
  }
}

const pieces: Array<[Exclude<Token['kind'], 'end'>, RegExp]> = [
  ['name', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['quoted', /"((?:[^"]|"")+)"/y],
  ['text', /'((?:[^']|'')*)'/y],
  ['number', /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ['symbol', /<>|!=|<=|>=|[=<>(),.*]/y],
];

function unquoted(kind: Token['kind'], inner: string): string {
  if (kind === 'text') return inner.replaceAll("''", "'");
  return kind === 'quoted' ? inner.replaceAll('""', '"') : inner;
}

function tokenAt(sql: string, at: number): Token {
  for (const [kind, pattern] of pieces) {
    pattern.lastIndex = at;
    const match = pattern.exec(sql);
    if (match) return { kind, value: unquoted(kind, match[1] ?? match[0]), written: match[0], column: at + 1 };
  }
  const written = sql.slice(at, at + 1);
  throw new SqlFault({ written, column: at + 1 }, 'this operator or sign is not known to the embedded host.');
}

/** The statement in pieces; the last one is of kind `end`. Throws `SqlFault`. */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = sql.search(/\S|$/);
  while (at < sql.length) {
    const token = tokenAt(sql, at);
    tokens.push(token);
    at += token.written.length;
    at += sql.slice(at).search(/\S|$/);
  }
  tokens.push({ kind: 'end', value: '', written: 'the end', column: sql.length + 1 });
  return tokens;
}
