import { operations } from '@throughline/contract';
import { problem } from '../problem.ts';

async function ask(url: string, key: string, path: string, method: string): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}` },
  });
  if (!response.ok) {
    throw problem(
      'rehearsal.impossible',
      `Its server answered ${response.status}: ${await response.text()}`,
    );
  }
  return response.json();
}

/** Asks a rehearsal's server, by its public API, for a one-time link of its administrator. */
export async function signInLinkOf(url: string, key: string): Promise<string> {
  const { access } = operations;
  const { identity } = access.getSession.output.parse(
    await ask(url, key, access.getSession.path, 'GET'),
  );
  if (!identity) throw problem('rehearsal.impossible', 'Its administrator is not known.');
  const path = access.createSignInLink.path.replace('{id}', identity.ref);
  const answer = await ask(url, key, path, 'POST');
  return access.createSignInLink.output.parse(answer).signInLink;
}
