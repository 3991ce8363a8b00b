import { randomBytes } from 'node:crypto';
import type { ApiClient, Credential } from './api-client.ts';
import { voices, type Voice } from './fact.ts';
import type { Known } from './known.ts';
import { holderOf, organisationFiles, peopleOf } from './people.ts';
import { periodOf, type Size } from './period.ts';
import { practiceFiles } from './practice.ts';

/** Who signed in: a key of their own, and the person that they are. */
export type Voices = ReadonlyMap<Voice, Credential & { readonly key: string }>;

const tokenOf = (link: string) => new URL(link).searchParams.get('link') ?? '';

async function keyOf(api: ApiClient, token: string): Promise<string> {
  const cookie = await api.sessionOf('access.redeemSignInLink', {
    body: { token, password: randomBytes(24).toString('hex') },
  });
  const { key } = await api.call({ cookie }, 'access.createApiKey', {
    body: { name: 'rehearsal', scopes: ['*:write'], expiresInDays: 365 },
  });
  return key;
}

/** The administrator is a person too, and signs in by one-time links from then on. */
async function takeOver(api: ApiClient, admin: Credential): Promise<void> {
  const { identity } = await api.call(admin, 'access.getSession', {});
  const { signInLink } = await api.call(admin, 'access.createSignInLink', {
    params: { id: identity?.ref ?? '' },
  });
  await api.sessionOf('access.redeemSignInLink', {
    body: {
      token: tokenOf(signInLink),
      name: 'You, in the rehearsal',
      password: randomBytes(24).toString('hex'),
    },
  });
}

async function learnKeys(
  api: ApiClient,
  admin: Credential,
  known: Known,
  size: Size,
): Promise<void> {
  const keys = new Map(peopleOf(size).map(({ key, name }) => [name, key]));
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await api.call(admin, 'org.listPeople', {
      query: { limit: 200, ...(cursor ? { cursor } : {}) },
    });
    for (const { ref, name } of page.items) {
      const key = keys.get(name);
      if (key) known.keep(`person/${key}`, ref);
    }
    cursor = page.nextCursor;
  }
  const units = await api.call(admin, 'org.listUnits', { query: {} });
  for (const { ref, key } of units.items) known.keep(`unit/${key}`, ref);
  const { items } = await api.call(admin, 'release.listEnvironments', {});
  for (const { ref, key } of items) known.keep(`environment/${key}`, ref);
}

/**
 * Sets the organisation up: its files are imported, the heads sign in, the years' reviews are on the
 * calendar. Answers who may speak from then on.
 */
export async function setUp(
  api: ApiClient,
  adminKey: string,
  size: Size,
  known: Known,
): Promise<Voices> {
  const admin = { key: adminKey };
  await takeOver(api, admin);
  const documents = [...organisationFiles(size), ...practiceFiles()];
  const { hash } = await api.call(admin, 'imports.planImport', { body: { documents } });
  await api.call(admin, 'imports.applyImport', { body: { documents, hash } });
  await learnKeys(api, admin, known, size);

  const named = new Map(peopleOf(size).map(({ key, name }) => [key, name]));
  const speaking = new Map<Voice, { key: string }>([['administrator', admin]]);
  for (const voice of voices) {
    if (voice === 'administrator') continue;
    const person = known.ref(`person/${holderOf(size, voice)}`);
    const name = named.get(holderOf(size, voice)) ?? voice;
    const { signInLink } = await api.call(admin, 'access.invite', {
      body: {
        email: `${voice}@quarrymoor.example`,
        name,
        person,
        roles: [{ role: 'owner', unit: null }],
      },
    });
    speaking.set(voice, { key: await keyOf(api, tokenOf(signInLink)) });
    known.keep(`voice/${voice}`, person);
  }
  const { from, today } = periodOf(size);
  for (let year = from.year; year <= today.year + 1; year++) {
    await api.call(admin, 'rhythm.compileYear', { params: { year }, body: {} });
  }
  return speaking;
}
