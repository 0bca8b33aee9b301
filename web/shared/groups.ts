/**
 * The groups that an access token says somebody is in (Amazon Cognito, "Using the access token"). The page only shows
 * by them what there is to do: whoever decides verifies the token.
 */
export function groupsOf(token: string): string[] {
  const payload = token.split('.')[1] ?? '';
  const json = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
  const { 'cognito:groups': groups } = JSON.parse(json) as { 'cognito:groups'?: string[] };
  return groups ?? [];
}
