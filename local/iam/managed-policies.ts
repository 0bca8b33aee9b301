/** The policies that AWS keeps and that templates here attach, by what follows `arn:aws:iam::aws:policy/`. */
const DOCUMENTS: Record<string, unknown> = {
  'service-role/AWSLambdaBasicExecutionRole': {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: '*',
      },
    ],
  },
};

/** @throws Error for a policy that the host does not have the text of. */
export function managedPolicy(arn: string): unknown {
  const name = arn.replace('arn:aws:iam::aws:policy/', '');
  if (Object.hasOwn(DOCUMENTS, name)) return DOCUMENTS[name];
  throw new Error(`the embedded host does not know what the policy ${arn} says; write the statements that are needed`);
}
