import type { Asking } from './asking.ts';

/** Who a caller is it may always learn: "No permissions are required" (AWS STS API Reference, GetCallerIdentity). */
export const stsAsking: Asking = ({ method, query, body }) => {
  const parameters = new URLSearchParams(method === 'GET' ? query : body.toString());
  return parameters.get('Action') === 'GetCallerIdentity' ? [] : undefined;
};
