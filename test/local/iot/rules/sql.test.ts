import { describe, expect, it } from '@jest/globals';
import { type Incoming, select } from '../../../../local/iot/rules/sql-evaluate.ts';
import { parseStatement } from '../../../../local/iot/rules/sql-parser.ts';
import { fill, parseTemplate } from '../../../../local/iot/rules/template.ts';

const incoming: Incoming = {
  payload: { seq: 7, type: 'BikeTaken', bike: { id: 'b-1', gears: [1, 2] }, open: true, note: null, 'a b': 'spaced' },
  topic: 'freewheel/lyon/kiosks/k-1/events',
  clientId: 'k-1',
  now: 1_900_000_000_000,
  newUuid: () => 'a-uuid',
};

const run = (columns: string, where?: string) =>
  select(parseStatement(`SELECT ${columns} FROM 'f/+'${where ? ` WHERE ${where}` : ''}`), incoming);
const holds = (where: string) => run('seq', where) !== undefined;

describe('SELECT', () => {
  it('takes everything and adds to it', () => {
    const selected = run("*, topic(4) AS thing, timestamp() as at, clientid() AS client, newuuid() AS id, 'x' AS seq");

    expect(selected).toEqual({
      ...incoming.payload,
      thing: 'k-1',
      at: 1_900_000_000_000,
      client: 'k-1',
      id: 'a-uuid',
      seq: 'x',
    });
  });

  it('reaches into objects, names a column after its attribute, and leaves out what is not there', () => {
    const selected = run(
      'bike.id, bike.gears AS gears, "a b", missing, bike.id.deeper, topic(9) AS level, note, -1.5 AS n',
    );

    expect(selected).toEqual({ id: 'b-1', gears: [1, 2], 'a b': 'spaced', note: null, n: -1.5 });
  });

  it('finds nothing that an object merely inherits', () => {
    const selected = run('constructor, bike.__proto__ AS proto');

    expect(selected).toEqual({});
  });

  it('knows a message that came without a client', () => {
    const { clientId: _, ...fromHttp } = incoming;

    const selected = select(parseStatement("SELECT clientid() AS c, topic() AS t FROM 'a'"), fromHttp);

    expect(selected).toEqual({ c: 'n/a', t: incoming.topic });
  });
});

describe('WHERE', () => {
  it.each([
    ["type = 'BikeTaken'", true],
    ["type <> 'BikeTaken'", false],
    ["type != 'BikeDocked'", true],
    ["type = 'it''s'", false],
    ['seq > 6 AND seq < 8', true],
    ['seq >= 8 OR seq <= 6', false],
    ["seq > '6'", true],
    ["seq = '7'", false],
    ['NOT open', false],
    ['NOT (open AND seq = 8)', true],
    ['open = true', true],
    ['note = null', true],
    ['note <> null', false],
    ["'TRUE' AND open", true],
    ['seq = 1 OR open AND seq = 7', true],
    ['(seq = 1 OR open) AND seq = 8', false],
    ["topic(2) = 'lyon'", true],
    ['missing = 1', false],
    ['missing <> 1', false],
    ['NOT missing', false],
    ['missing = 1 OR open', false],
    ["type > 'A'", false],
    ['bike.gears = bike.gears', true],
    ['seq', false],
  ])('%s: %s', (where, expected) => {
    const passes = holds(where);

    expect(passes).toBe(expected);
  });
});

describe('a statement beyond the subset', () => {
  it.each([
    ["SELECT seq + 1 AS n FROM 'a'", "'+' at column 12"],
    ["SELECT upper(type) AS t FROM 'a'", "'upper' at column 8"],
    ["SELECT VALUE seq FROM 'a'", "'seq' at column 14"],
    ["SELECT CASE seq WHEN 1 THEN 2 END AS n FROM 'a'", "'CASE' at column 8"],
    ["SELECT topic() FROM 'a'", "'topic' at column 8"],
    ["SELECT topic(0) AS t FROM 'a'", "'0' at column 14"],
    ["SELECT timestamp(1) AS t FROM 'a'", "'1' at column 18"],
    ["SELECT * FROM 'a' WHERE seq IN (1, 2)", "'IN' at column 29"],
    ["SELECT * FROM 'a' WHERE", "'the end' at column 24"],
    ["SELECT * FROM 'a/#/b'", "''a/#/b'' at column 15"],
    ['SELECT * FROM topic', "'topic' at column 15"],
    ['SELECT *', "'the end' at column 9"],
    ["SELECT * FROM 'a", "''' at column 15"],
    ["SELECT *, (SELECT 1 FROM x) AS y FROM 'a'", "'SELECT' at column 12"],
    ["SELECT bike.gears[0] AS g FROM 'a'", "'[' at column 18"],
    ["DELETE FROM 'a'", "'DELETE' at column 1"],
  ])('%s is refused, naming what cannot be read', (sql, named) => {
    const parsing = () => parseStatement(sql);

    expect(parsing).toThrow(named);
  });
});

describe('a substitution template', () => {
  it('is filled from the message', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of AWS IoT's.
    const topic = fill(parseTemplate('copies/${topic(4)}/${bike.id}/${seq}'), incoming);

    expect(topic).toBe('copies/k-1/b-1/7');
  });
});
