import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { dynamoAddressBook } from '../../../functions/identity/address-book.ts';
import { dynamoAttempts } from '../../../functions/identity/attempt-store.ts';
import type { Credential, VerifyCredential } from '../../../functions/identity/contract.ts';
import { importAddresses } from '../../../functions/identity/import-addresses.ts';
import { importResidents } from '../../../functions/identity/import-residents.ts';
import type { Peppers } from '../../../functions/identity/keys.ts';
import { dynamoRegistry } from '../../../functions/identity/registry.ts';
import { verifyCredential } from '../../../functions/identity/verify-credential.ts';
import type { Dynamo } from '../dynamo.ts';
import { rentalTokens, standingClock } from '../rental-tokens.ts';
import { createKeyedTable } from '../shared/keyed-table.ts';
import { credential, DOCUMENT, sealingKey, testPepper } from './identity-keys.ts';

export const OPENED_AT = '2026-05-01T10:00:00.000Z';
export const SESSION = '5e551000-0000-4000-8000-000000000000';
export const OTHER_SESSION = '5e551000-0000-4000-8000-000000000001';
export const RESIDENT = { iin: DOCUMENT.iin, number: DOCUMENT.number, household: 'ferreira', householdSize: 3 };

const { key, seal } = sealingKey();

/** Identity on a table of its own, whose address book has the document's address. */
export async function identityDesk(dynamo: Dynamo, first: Peppers = [testPepper()]) {
  const table = await createKeyedTable(dynamo.client, 'id');
  const clock = standingClock(OPENED_AT);
  const tokens = rentalTokens(clock);
  const calls: string[] = [];
  /** The table's client and a pepper, both of which write down what they are asked for. */
  const counting = {
    send(command: object) {
      calls.push(command.constructor.name);
      return dynamo.client.send(command as never);
    },
  } as unknown as DynamoDBDocumentClient;
  const counted = (peppers: Peppers) =>
    peppers.map((pepper) => ({
      mac(text: string) {
        calls.push('GenerateMac');
        return pepper.mac(text);
      },
    })) as unknown as Peppers;
  const told: object[] = [];
  const registry = dynamoRegistry(counting, table);
  /** The handlers, as they are deployed with these peppers. */
  const deploy = (peppers: Peppers) => {
    const addresses = dynamoAddressBook(counting, table, { peppers: counted(peppers), clock });
    return {
      importAddresses: importAddresses({ book: addresses, clock }),
      register: importResidents({ registry, peppers }),
      verify: verifyCredential({
        ...{ registry, addresses, key, peppers: counted(peppers), tokens: tokens.verifier, clock },
        attempts: dynamoAttempts(counting, table),
        publish: async (events) => void told.push(...events),
        log: { warn: (message, fields) => void process.stdout.write(JSON.stringify({ message, ...fields })) },
        timeZone: 'America/New_York',
      }),
    };
  };
  const deployed = deploy(first);
  await deployed.importAddresses({ points: [DOCUMENT.address], isLast: true });
  const everything = async () => (await dynamo.client.send(new ScanCommand({ TableName: table }))).Items ?? [];
  return {
    ...deployed,
    ...{ deploy, clock, tokens, told, calls, registry, seal, everything },
    /** All but the address book and the counts of attempts, which are there before anybody is known. */
    items: async () => (await everything()).filter(({ id }) => !/^(address|attempts)/.test(String(id))),
    /** Seals a scan, and verifies it for the session as the kiosk `harbour` sends it. */
    async scan(change: Partial<Credential> = {}, command: Partial<VerifyCredential> = {}, verify = deployed.verify) {
      const sealed = await seal(credential(OPENED_AT, change));
      const asked = { credential: sealed, sessionId: SESSION, kioskId: 'harbour', ...command };
      return {
        sealed,
        rider: verify(asked),
        again: (other: Partial<VerifyCredential>) => verify({ ...asked, ...other }),
      };
    },
  };
}
