import type { Id } from '@throughline/contract';
import type { Clock } from '../../../platform/clock.ts';
import type { SdkKey, Serving } from '../../flags/index.ts';
import {
  environmentOfToken,
  readSessionToken,
  sessionToken,
  type Session,
} from './session-token.ts';
import { verifyIdentity, type Identity } from './verify-identity.ts';

/** Opens and reads sessions, from memory alone. */
export interface Sessions {
  /** The client-side id that a page presents, or undefined. */
  environmentKey(credential: string): SdkKey | undefined;
  open(
    key: SdkKey,
    input: { identity: string; locale: string; timeZone: string },
  ): { token: string; session: Session } | 'refused' | 'too-large';
  /** Null: forged, over, or its client-side id was revoked. */
  read(token: string): Session | null;
}

const lifeMs = 3_600_000;

function contextOf({ sub, kind, account, attributes, accountAttributes }: Identity) {
  const recipient = { ...attributes, key: sub };
  if (account === undefined || kind === 'account') return { ...recipient, kind };
  return { kind: 'multi', [kind]: recipient, account: { ...accountAttributes, key: account } };
}

/** Sessions of an hour, signed with the environment's identity secrets. */
export function createSessions({ serving, clock }: { serving: Serving; clock: Clock }): Sessions {
  return {
    environmentKey(credential) {
      const key = serving.keyOf(credential);
      return key?.kind === 'client' ? key : undefined;
    },
    open(key, { identity, locale, timeZone }) {
      const secrets = serving.identitySecrets(key.environment);
      const now = clock.now();
      const claims = verifyIdentity(identity, secrets, now);
      const [newest] = secrets;
      if (!claims || !newest) return 'refused';
      const session: Session = {
        key: key.id,
        environment: key.environment,
        recipient: `${claims.kind}:${claims.sub}`,
        account: claims.account ?? null,
        context: contextOf(claims),
        locale,
        timeZone,
        expires: now.epochMilliseconds + lifeMs,
      };
      const token = sessionToken(session, newest.secret);
      return token === null ? 'too-large' : { token, session };
    },
    read(token) {
      const environment = environmentOfToken(token);
      if (environment === undefined) return null;
      const secrets = serving.identitySecrets(environment as Id<'environment'>);
      const session = readSessionToken(
        token,
        secrets.map(({ secret }) => secret),
        clock.now(),
      );
      return session && session.environment === environment && serving.holds(session.key)
        ? session
        : null;
    },
  };
}
