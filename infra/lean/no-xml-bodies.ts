function unavailable(): never {
  throw new Error('This bundle was made without bodies in XML: see infra/lean/sdk.ts.');
}

/** Stands in for the serialiser of that name in `@aws-sdk/core`: S3 is sent files, and asked for them, and no more. */
export class XmlShapeSerializer {
  setSerdeContext(): void {}

  write = unavailable;
  flush = unavailable;
}
