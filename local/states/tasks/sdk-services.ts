/** How one AWS service is reached through `arn:aws:states:::aws-sdk:<service>:<action>`. */
export interface SdkService {
  /** The service's name in signatures, by which the host routes. */
  signingName: string;
  /** Its name in the AWS SDK for Java, which Step Functions puts before its errors. */
  errorPrefix: string;
  /** What stands before the dot in `x-amz-target`; undefined for Lambda, which speaks REST. */
  target?: string;
  version?: '1.0' | '1.1';
  /** Whether members start in lower case on the wire; the definition writes them in upper case. */
  hasLowerCaseMembers?: boolean;
}

/** The services that speak AWS's JSON protocol, and Lambda's Invoke, by their name in a `Resource`. */
export const SDK_SERVICES: Record<string, SdkService> = {
  dynamodb: { signingName: 'dynamodb', errorPrefix: 'DynamoDb', target: 'DynamoDB_20120810', version: '1.0' },
  eventbridge: { signingName: 'events', errorPrefix: 'EventBridge', target: 'AWSEvents', version: '1.1' },
  kms: { signingName: 'kms', errorPrefix: 'Kms', target: 'TrentService', version: '1.1' },
  lambda: { signingName: 'lambda', errorPrefix: 'Lambda' },
  secretsmanager: {
    signingName: 'secretsmanager',
    errorPrefix: 'SecretsManager',
    target: 'secretsmanager',
    version: '1.1',
  },
  sfn: {
    signingName: 'states',
    errorPrefix: 'Sfn',
    target: 'AWSStepFunctions',
    version: '1.0',
    hasLowerCaseMembers: true,
  },
  sqs: { signingName: 'sqs', errorPrefix: 'Sqs', target: 'AmazonSQS', version: '1.0' },
  ssm: { signingName: 'ssm', errorPrefix: 'Ssm', target: 'AmazonSSM', version: '1.1' },
};
