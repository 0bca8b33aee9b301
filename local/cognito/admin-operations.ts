import { type Operations, ServiceError } from '../wire/contract.ts';
import type { Account, Accounts } from './accounts.ts';
import { passwordFaults } from './passwords.ts';
import type { Pool } from './pool.ts';

interface Named {
  UserPoolId?: string;
  Username?: string;
}
type Attribute = { Name: string; Value: string };

function shown({ sub, email, isConfirmed }: Account) {
  const attributes: Attribute[] = [
    { Name: 'sub', Value: sub },
    { Name: 'email', Value: email },
    { Name: 'email_verified', Value: String(isConfirmed) },
  ];
  return { Username: sub, Enabled: true, UserStatus: isConfirmed ? 'CONFIRMED' : 'UNCONFIRMED', attributes };
}

/**
 * What an administrator does to accounts (Amazon Cognito API reference): to put somebody into a group, and to take
 * somebody out altogether. A user is named by their subject or by their address.
 */
export function adminOperations(pool: () => Pool, accounts: () => Accounts): Operations {
  const found = ({ UserPoolId: id, Username: name = '' }: Named): Account => {
    if (id !== pool().id) throw new ServiceError('ResourceNotFoundException', `User pool ${id} does not exist.`);
    const account = accounts().bySub(name) ?? accounts().byEmail(name);
    if (!account) throw new ServiceError('UserNotFoundException', 'User does not exist.');
    return account;
  };
  const groupNamed = ({ GroupName: group = '' }: { GroupName?: string }): string => {
    if (pool().groups.has(group)) return group;
    throw new ServiceError('ResourceNotFoundException', 'Group not found.');
  };
  const checked = (password: string | undefined): string => {
    const faults = passwordFaults(password ?? '', pool().passwords);
    if (faults.length === 0) return password ?? '';
    throw new ServiceError('InvalidPasswordException', `Password did not conform with policy: ${faults.join(', ')}.`);
  };
  return {
    async AdminSetUserPassword(input: Named & { Password?: string; Permanent?: boolean }) {
      if (input.Permanent !== true)
        throw new ServiceError('InvalidParameterException', 'The embedded host sets permanent passwords alone.');
      await accounts().changePassword(found(input).sub, checked(input.Password));
      return {};
    },
    AdminAddUserToGroup(input: Named & { GroupName?: string }) {
      const [account, group] = [found(input), groupNamed(input)];
      accounts().keep({ ...account, groups: [...new Set([...account.groups, group])].sort() });
      return {};
    },
    AdminRemoveUserFromGroup(input: Named & { GroupName?: string }) {
      const [account, group] = [found(input), groupNamed(input)];
      accounts().keep({ ...account, groups: account.groups.filter((one) => one !== group) });
      return {};
    },
    AdminGetUser(input: Named) {
      const { attributes, ...user } = shown(found(input));
      return { ...user, UserAttributes: attributes };
    },
    AdminDeleteUser(input: Named) {
      accounts().forget(found(input).sub);
      return {};
    },
  } as Operations;
}
