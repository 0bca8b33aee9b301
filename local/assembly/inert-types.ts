/**
 * Resource types that a city on a laptop does without: nothing that a rider or an operator of the embedded host
 * could notice depends on them. All others must be owned by a module, or the host does not start.
 */
export const INERT_TYPES: ReadonlySet<string> = new Set([
  // Watching is the cloud's: the embedded host's own log and the executions' histories stand in for it.
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::ResourcePolicy',
  'AWS::XRay::Group',
  // What `cdk` records about itself.
  'AWS::CDK::Metadata',
]);

/** The reason why a type is refused, where there is more to say than that the host does not know it. */
export function whyRefused(type: string): string {
  if (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') {
    return 'custom resources hide code in the template; set what it sets through the L1 construct';
  }
  if (type === 'AWS::Lambda::EventSourceMapping') {
    return 'the embedded host has no queues and streams for a function to read; use a rule of EventBridge';
  }
  return 'the embedded host does not know this resource type';
}
