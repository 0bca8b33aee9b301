/** One unit of what AWS sells, at list price, without free tiers and volume discounts. */
export interface Price {
  usd: number;
  /** How many units that buys. */
  per: number;
  unit: string;
  /** The page of AWS that states it. */
  page: string;
}

const MILLION = 1_000_000;

/**
 * List prices in US East (N. Virginia), as of June 2026. AWS's pages fill many of their tables in by script, so that
 * these were read partly in AWS's own text and partly where others quote it; IoT Core's were in neither, and are those
 * that are commonly known. Whoever quotes a price to a city looks it up on the page that is named here.
 */
export const REGION = 'us-east-1';
export const AS_OF = '2026-06';

export const PRICES = {
  stateTransition: { usd: 0.025, per: 1000, unit: 'state transition, Standard', page: 'AWS Step Functions Pricing' },
  expressRequest: { usd: 1, per: MILLION, unit: 'Express workflow request', page: 'AWS Step Functions Pricing' },
  expressGbSecond: { usd: 0.00001667, per: 1, unit: 'Express GB-second', page: 'AWS Step Functions Pricing' },
  functionRequest: { usd: 0.2, per: MILLION, unit: 'function request', page: 'AWS Lambda Pricing' },
  /** Arm, first tier. */
  functionGbSecond: { usd: 0.0000133334, per: 1, unit: 'function GB-second, Arm', page: 'AWS Lambda Pricing' },
  /** Of up to 1 KB. */
  tableWrite: { usd: 0.625, per: MILLION, unit: 'table write, on demand', page: 'Amazon DynamoDB Pricing' },
  /** Of up to 4 KB, strongly consistent. */
  tableRead: { usd: 0.125, per: MILLION, unit: 'table read, on demand', page: 'Amazon DynamoDB Pricing' },
  /** Of up to 5 KB, in or out. */
  message: { usd: 1, per: MILLION, unit: 'MQTT message', page: 'AWS IoT Core Pricing' },
  ruleTriggered: { usd: 0.15, per: MILLION, unit: 'topic rule triggered', page: 'AWS IoT Core Pricing' },
  ruleAction: { usd: 0.15, per: MILLION, unit: 'topic rule action', page: 'AWS IoT Core Pricing' },
  shadowOperation: { usd: 1.25, per: MILLION, unit: 'shadow operation', page: 'AWS IoT Core Pricing' },
  /** ES256. */
  signature: { usd: 0.15, per: 10_000, unit: 'ECC signature', page: 'AWS Key Management Service Pricing' },
  /** RSA with 2,048 bits costs as much as a symmetric key. */
  decryption: { usd: 0.03, per: 10_000, unit: 'RSA decryption', page: 'AWS Key Management Service Pricing' },
  /** Of up to 64 KB. */
  event: { usd: 1, per: MILLION, unit: 'custom event', page: 'Amazon EventBridge Pricing' },
  photoPut: { usd: 0.005, per: 1000, unit: 'object put', page: 'Amazon S3 Pricing' },
  httpRequest: { usd: 1, per: MILLION, unit: 'HTTP API request', page: 'Amazon API Gateway Pricing' },
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof PRICES;
