import { createHash, createHmac, timingSafeEqual, verify } from 'node:crypto';
import type { Random } from '../../seams/random.ts';
import { ServiceError } from '../wire/contract.ts';
import { knownAlgorithm, readBlob, specOf, usableKey } from './checks.ts';
import { signDigest, verifyDigest } from './ecdsa-digest.ts';
import type { KeyRecord, Keys } from './keys.ts';

interface SignInput {
  KeyId: string;
  Message: string;
  MessageType?: string;
  SigningAlgorithm: string;
}

interface MacInput {
  KeyId: string;
  Message: string;
  MacAlgorithm: string;
}

/** The one digest that is signed here is SHA-256's. */
const DIGEST_BYTES = 32;

interface ToSign {
  key: KeyRecord;
  algorithm: string;
  message: Buffer;
  isDigest: boolean;
}

/** Sign, Verify, GenerateMac and VerifyMac. */
export function signing(keys: Keys, random: Random) {
  const toSign = ({ KeyId, Message, MessageType = 'RAW', SigningAlgorithm }: SignInput): ToSign => {
    const key = usableKey(keys, KeyId, 'SIGN_VERIFY');
    const algorithm = knownAlgorithm(key, SigningAlgorithm, specOf(key).signingAlgorithms);
    const message = readBlob(Message, 'Message');
    if (MessageType !== 'RAW' && MessageType !== 'DIGEST') {
      throw new ServiceError('ValidationException', `'MessageType' is RAW or DIGEST here, not '${MessageType}'.`);
    }
    const isDigest = MessageType === 'DIGEST';
    if (isDigest && message.length !== DIGEST_BYTES) {
      throw new ServiceError('ValidationException', `Digest is invalid length for algorithm ${algorithm}.`);
    }
    return { key, algorithm, message, isDigest };
  };

  const mac = ({ KeyId, Message, MacAlgorithm }: MacInput) => {
    const key = usableKey(keys, KeyId, 'GENERATE_VERIFY_MAC');
    const algorithm = knownAlgorithm(key, MacAlgorithm, specOf(key).macAlgorithms);
    const code = createHmac('sha256', Buffer.from(key.material, 'base64'))
      .update(readBlob(Message, 'Message'))
      .digest();
    return { code, told: { KeyId: keys.arn(key.keyId), MacAlgorithm: algorithm } };
  };

  return {
    Sign: (input: SignInput) => {
      const { key, algorithm, message, isDigest } = toSign(input);
      // Node's own `sign` would draw its number itself; a simulation draws all of them from its seed.
      const digest = isDigest ? message : createHash('sha256').update(message).digest();
      const signature = signDigest(digest, keys.privateKey(key), random);
      return {
        KeyId: keys.arn(key.keyId),
        Signature: signature.toString('base64'),
        SigningAlgorithm: algorithm,
      };
    },
    Verify: (input: SignInput & { Signature: string }) => {
      const { key, algorithm, message, isDigest } = toSign(input);
      const signature = readBlob(input.Signature, 'Signature');
      const valid = isDigest
        ? verifyDigest(message, signature, keys.privateKey(key))
        : verify('sha256', message, keys.publicKey(key), signature);
      if (!valid) throw new ServiceError('KMSInvalidSignatureException', 'The signature is not that of the message.');
      return { KeyId: keys.arn(key.keyId), SignatureValid: true, SigningAlgorithm: algorithm };
    },
    GenerateMac: (input: MacInput) => {
      const { code, told } = mac(input);
      return { ...told, Mac: code.toString('base64') };
    },
    VerifyMac: (input: MacInput & { Mac: string }) => {
      const { code, told } = mac(input);
      const given = readBlob(input.Mac, 'Mac');
      if (given.length === code.length && timingSafeEqual(given, code)) return { ...told, MacValid: true };
      throw new ServiceError('KMSInvalidMacException', 'The code is not that of the message.');
    },
  };
}
