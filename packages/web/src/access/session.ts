import type { OperationOf, OutputOf } from '@throughline/contract';
import { createContext, useContext } from 'react';

/** Who is signed in, as the server says. */
export type Identity = NonNullable<OutputOf<OperationOf<'access.getSession'>>['identity']>;

/** The signed-in member: there is one wherever a page is drawn. */
export const SessionContext = createContext<Identity | null>(null);

/** The signed-in member. */
export function useIdentity(): Identity {
  const identity = useContext(SessionContext);
  if (!identity) throw new Error('No page is drawn before somebody has signed in.');
  return identity;
}
