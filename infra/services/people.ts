import { Aws, Duration } from 'aws-cdk-lib';
import {
  AccountRecovery,
  type IUserPool,
  Mfa,
  OAuthScope,
  UserPool,
  UserPoolClient,
  UserPoolClientIdentityProvider,
  UserPoolDomain,
  UserPoolGroup,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { GROUPS } from '../../functions/frontend/contract.ts';
import { acknowledge } from '../acknowledge.ts';
import type { Stage } from '../stage.ts';

export interface PeopleProps {
  stage: Stage;
  city: string;
}

/** The pages to which people come back, signed in or signed out. */
const PAGES = ['/residents/', '/ops/'];

/** What cdk-nag would have otherwise, and why it is as it is. */
const ACKNOWLEDGED = {
  COG1: 'Passwords are of twelve characters at least: NIST SP 800-63B, section 3.1.1.2, asks for length, and not for symbols.',
  COG2: 'A second factor is offered to all. Were it asked of all, who has no smartphone could not register as a resident.',
  COG8: 'The Plus plan is paid by the head. Cognito holds up who guesses passwords for ever longer in every plan, and a token is good for a quarter of an hour.',
};

/**
 * The people who sign in: whoever has made an account is a resident as far as the API is concerned; mechanics and
 * operators are in a group, into which an administrator puts them.
 */
export class PeopleData extends Construct {
  readonly pool: UserPool;
  /** Where people sign in. */
  readonly domain: UserPoolDomain;

  constructor(scope: Construct, id: string, { stage, city }: PeopleProps) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      // A new address counts when its code was typed in, and not before.
      keepOriginal: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      // Long rather than contorted (NIST SP 800-63B, section 3.1.1.2), and yet no single word.
      passwordPolicy: { minLength: 12, requireLowercase: true, requireUppercase: true, requireDigits: true },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      deletionProtection: stage.isProduction,
      removalPolicy: stage.removalPolicy,
    });
    for (const [rule, reason] of Object.entries(ACKNOWLEDGED)) acknowledge(this.pool, rule, reason);
    for (const group of Object.values(GROUPS)) {
      new UserPoolGroup(this, group, { userPool: this.pool, groupName: group });
    }
    this.domain = new UserPoolDomain(this, 'Domain', {
      userPool: this.pool,
      // Unique in its region, over all accounts.
      cognitoDomain: { domainPrefix: `freewheel-${city}-${stage.name}-${Aws.ACCOUNT_ID}` },
    });
  }
}

/**
 * The city's pages, as those who sign in people know them. They run in browsers and can keep no secret: PKCE takes its
 * place. The client lies with the pages: to whom it sends people back is known when their address is.
 */
export class PeopleClient extends Construct {
  readonly clientId: string;

  /** @param address where the city's pages are, without a slash at the end */
  constructor(scope: Construct, id: string, { pool, address }: { pool: IUserPool; address: string }) {
    super(scope, id);
    const pages = PAGES.map((page) => `${address}${page}`);
    const client = new UserPoolClient(this, 'Client', {
      userPool: pool,
      generateSecret: false,
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
        callbackUrls: pages,
        logoutUrls: pages,
      },
      // What an operator or a resident was allowed a quarter of an hour ago may be over.
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      preventUserExistenceErrors: true,
    });
    this.clientId = client.userPoolClientId;
  }
}
