import { createHash } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { HomeAddress } from './contract.ts';

/** The city's open address data: which addresses there are. */
export interface OpenAddresses {
  has(address: HomeAddress): Promise<boolean>;
  /** The same again changes nothing. */
  keep(address: HomeAddress): Promise<void>;
}

/** Street suffixes as people write them and as the post does (USPS Publication 28, appendix C1). */
const SUFFIXES: Record<string, string> = {
  ST: 'STREET',
  AVE: 'AVENUE',
  AV: 'AVENUE',
  LN: 'LANE',
  RD: 'ROAD',
  DR: 'DRIVE',
  BLVD: 'BOULEVARD',
  CT: 'COURT',
  PL: 'PLACE',
  SQ: 'SQUARE',
  TER: 'TERRACE',
  WAY: 'WAY',
};

const words = (text: string) =>
  text
    .normalize('NFKD')
    .toUpperCase()
    .match(/[A-Z0-9]+/g) ?? [];

/** One spelling for all ways to write an address: capitals, no punctuation, suffixes in full, five digits of the ZIP. */
export function plainAddress({ street, city, state, postalCode }: HomeAddress): string {
  const parts = words(street).map((word, at, all) => (at === all.length - 1 ? (SUFFIXES[word] ?? word) : word));
  return [parts.join(' '), words(city).join(' '), words(state).join(''), postalCode.trim().slice(0, 5)].join('/');
}

export function dynamoAddresses(client: DynamoDBDocumentClient, table: string): OpenAddresses {
  const idOf = (address: HomeAddress) =>
    `address/${createHash('sha256').update(plainAddress(address)).digest('base64url')}`;
  return {
    async has(address) {
      const get = new GetCommand({ TableName: table, Key: { id: idOf(address) } });
      return (await client.send(get)).Item !== undefined;
    },
    async keep(address) {
      await client.send(new PutCommand({ TableName: table, Item: { id: idOf(address) } }));
    },
  };
}
