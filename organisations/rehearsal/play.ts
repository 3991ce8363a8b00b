import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { Refused, type ApiClient } from './api-client.ts';
import type { Call, Confirm, Fact, Push, Wait } from './fact.ts';
import { keysIn, type Known } from './known.ts';
import type { Voices } from './set-up.ts';

const run = promisify(execFile);
const atOnce = 12;
const patienceMs = 120_000;

/** Plays facts against the API. */
export interface Player {
  /** Plays the facts of one moment: at once where none needs another. */
  play(facts: readonly Fact[]): Promise<void>;
}

async function until<T>(ask: () => Promise<T | undefined>, what: string): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}

/** At most so many at once. */
function limit(most: number) {
  let free = most;
  const waiting: (() => void)[] = [];
  return async <T>(act: () => Promise<T>): Promise<T> => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      return await act();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

/** The keys that a fact needs, and those of what it changes: these keep their order. */
function needsOf(fact: Fact): { needs: string[]; changes: string[] } {
  switch (fact.does) {
    case 'call': {
      const id = fact.input.params?.['id'];
      return {
        needs: keysIn(fact.input),
        changes: [...(fact.key ? [fact.key] : []), ...(id ? keysIn(id) : [])],
      };
    }
    case 'wait':
      return { needs: [fact.about], changes: [fact.about] };
    case 'confirm':
      return { needs: [fact.launch], changes: [fact.launch] };
    case 'push': {
      const repository = `folder/${fact.repository}`;
      return { needs: [], changes: [repository, `repository/${fact.repository}`] };
    }
  }
}

/** A player of facts; `folder` holds the repositories. */
export function createPlayer(deps: {
  api: ApiClient;
  voices: Voices;
  known: Known;
  folder: string;
}): Player {
  const { api, voices, known, folder } = deps;
  const admin = voices.get('administrator') ?? { key: '' };
  const limited = limit(atOnce);

  const calls = async (fact: Call) => {
    const changed = fact.key ?? keysIn(fact.input.params?.['id'])[0] ?? '';
    const input = known.resolve(fact.input);
    const send = (ifMatch: number | undefined) =>
      api.callAny(voices.get(fact.by) ?? admin, fact.call, {
        ...input,
        ...(ifMatch === undefined ? {} : { ifMatch }),
      });
    let answer: unknown;
    try {
      answer = await send(fact.revision ? (known.revision(changed) ?? 0) : undefined);
    } catch (error) {
      // Something else changed it meanwhile: look at it again, as a person would.
      if (!(error instanceof Refused) || error.code !== 'stale_revision') throw error;
      const { revision } = await api.call(admin, 'entities.getEntity', {
        params: { ref: known.ref(changed) },
      });
      answer = await send(revision);
    }
    const made = (answer ?? {}) as { ref?: string; revision?: number };
    if (fact.key && made.ref) known.keep(fact.key, made.ref);
    if (typeof made.revision === 'number') known.keepRevision(changed, made.revision);
  };

  const waits = async ({ call: id, about, field, until: states }: Wait) => {
    await until(
      async () => {
        const view = (await api.callAny(admin, id, {
          params: { id: known.ref(about) },
        })) as Record<string, unknown>;
        if (!states.includes(String(view[field]))) return undefined;
        if (typeof view['revision'] === 'number') known.keepRevision(about, view['revision']);
        return true;
      },
      `${about} to be ${states.join(' or ')}`,
    );
  };

  const pushes = async ({ repository, stream, reports = [] }: Push) => {
    const path = `${folder}/${repository}.git`;
    await mkdir(path, { recursive: true });
    await run('git', ['init', '--quiet', '--bare', '--initial-branch=main', path]);
    const text = stream.replaceAll(/\{([^{}\s]+)\}/g, (all, key: string) =>
      key.startsWith('initiative/') ? known.ref(key) : all,
    );
    const child = run('git', ['-C', path, 'fast-import', '--quiet', '--force']);
    child.child.stdin?.end(text);
    await child;
    const ref = connected(repository);
    if (ref === undefined) return;
    const { stdout } = await run('git', ['-C', path, 'rev-parse', 'main']);
    await api.call(admin, 'release.fetchRepository', { params: { id: ref } });
    await until(async () => {
      const { items } = await api.call(admin, 'release.listCommits', {
        params: { id: ref },
        query: { limit: 1 },
      });
      return items[0]?.sha === stdout.trim() ? true : undefined;
    }, `${repository} to be fetched`);
    for (const report of reports) {
      await api.call(admin, 'delivery.recordTestRun', {
        params: { id: ref },
        query: { sha: stdout.trim(), job: 'unit', branch: 'main' },
        body: new Blob([report], { type: 'application/xml' }),
      });
    }
  };

  const connected = (repository: string) => {
    try {
      return known.ref(`repository/${repository}`);
    } catch {
      return undefined;
    }
  };

  const confirms = async ({ launch, by }: Confirm) => {
    const voice = voices.get(by) ?? admin;
    const { phases } = await api.call(voice, 'launch.getReadiness', {
      params: { id: known.ref(launch) },
    });
    for (const { ref, byHand } of phases.flatMap(({ items }) => items)) {
      if (!byHand) continue;
      await api.call(voice, 'launch.confirmReadinessItem', {
        params: { id: ref },
        body: { note: 'Seen.', address: 'https://docs.quarrymoor.example/launch' },
      });
    }
  };

  const act = (fact: Fact): Promise<void> => {
    switch (fact.does) {
      case 'call':
        return calls(fact);
      case 'wait':
        return waits(fact);
      case 'push':
        return pushes(fact);
      case 'confirm':
        return confirms(fact);
    }
  };

  return {
    async play(facts) {
      const last = new Map<string, Promise<void>>();
      const all = facts.map((fact) => {
        const { needs, changes } = needsOf(fact);
        const before = [...needs, ...changes].flatMap((key) => last.get(key) ?? []);
        const mine = Promise.all(before).then(() =>
          // Who waits for the server holds up nobody else.
          fact.does === 'wait' ? act(fact) : limited(() => act(fact)),
        );
        for (const key of changes) last.set(key, mine);
        return mine;
      });
      await Promise.all(all);
    },
  };
}
