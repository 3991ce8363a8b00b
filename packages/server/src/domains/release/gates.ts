import type { EntityRef, Id } from '@throughline/contract';
import { loadEntity } from '../../platform/entities/entity.ts';
import type { Gate, Verdict } from '../../platform/gates/gate.ts';
import { testsOfCommit } from '../delivery/index.ts';
import { carriedHealth } from './deployments/store.ts';
import { currentFreeze } from './environments/store.ts';
import { environmentLock } from './locks/store.ts';
import { commitOf } from './releases/store.ts';

/** What others may wait for of deployments. */
export const releaseGates: readonly Gate[] = [
  {
    key: 'release.deployment-healthy',
    describes:
      'What the deployment brought runs in its environment, and was observed healthy lately',
    kinds: ['deployment'],
    async check({ db, actor, now }, about): Promise<Verdict> {
      await loadEntity(db, actor, about);
      const id = about.id as Id<'deployment'>;
      const health = (await carriedHealth(db, [id], now)).get(id);
      const carrier: EntityRef[] = health?.carrier
        ? [{ kind: 'deployment', id: health.carrier }]
        : [about];
      const says = health?.says === '' ? 'Nothing has observed it yet.' : (health?.says ?? '');
      if (health?.state === 'healthy') return { state: 'open', says, evidence: carrier };
      const closed = health?.state === 'unhealthy' || health?.state === 'gone';
      return { state: closed ? 'closed' : 'inconclusive', says, evidence: carrier };
    },
  },
  {
    key: 'release.environment-open',
    describes: 'No freeze and no hard lock holds the environment',
    kinds: ['environment'],
    async check({ db, actor, now }, about): Promise<Verdict> {
      await loadEntity(db, actor, about);
      const id = about.id as Id<'environment'>;
      const freeze = await currentFreeze(db, id, now);
      if (freeze) {
        const says = `${freeze.by_name} froze it: ${freeze.reason}`;
        return { state: 'closed', says, evidence: [about] };
      }
      const lock = await environmentLock(db, id, now);
      return lock
        ? { state: 'closed', says: `${lock.by_name} locked it: ${lock.reason}`, evidence: [about] }
        : { state: 'open', says: 'Nothing holds it.', evidence: [about] };
    },
  },
  {
    key: 'release.tests-green',
    describes:
      'The newest run of each job on its commit is green: on the head of a change, on what a release or a deployment was made of',
    kinds: ['change', 'release', 'deployment'],
    async check(context, about): Promise<Verdict> {
      await loadEntity(context.db, context.actor, about);
      const commit = await commitOf(context.db, about);
      const { state, says } = await testsOfCommit(context, commit.repository, commit.sha);
      const stands = { green: 'open', red: 'closed', unknown: 'inconclusive' } as const;
      return { state: stands[state], says, evidence: [about] };
    },
  },
];
