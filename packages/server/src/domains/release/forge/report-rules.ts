import { createHash } from 'node:crypto';
import { toReference, type Id } from '@throughline/contract';
import type { ForgeStatus } from './forge-client.ts';
import { ownChecks } from './forge-news.ts';

/** What a comment and a status are made of. */
export interface RequestFacts {
  readonly number: number;
  readonly head: string;
  readonly change: Id<'change'>;
  readonly title: string;
  readonly state: string;
  readonly queue: {
    readonly state: 'queued' | 'landing' | 'landed' | 'out' | 'left';
    readonly says: string;
    readonly head: string;
    readonly position: number;
  } | null;
  readonly releases: readonly { readonly id: string; readonly title: string }[];
  readonly deployments: readonly {
    readonly id: string;
    readonly state: string;
    readonly environment: string;
    readonly says: string;
  }[];
}

/** What our comment begins with, so that it is found again. It doesn't show. */
export const commentMark = '<!-- throughline -->';

const ordinal = (place: number) => `number ${place}`;

function queueSays(queue: NonNullable<RequestFacts['queue']>): string {
  const says = queue.says === '' ? '' : `: ${queue.says}`;
  switch (queue.state) {
    case 'queued':
      return `In the merge queue as ${ordinal(queue.position)}${says}`;
    case 'landing':
      return `Landing${says}`;
    case 'landed':
      return 'Landed';
    case 'out':
      return `Put out of the merge queue${says}`;
    case 'left':
      return `Left the merge queue${says}`;
  }
}

const queueStates = {
  queued: 'pending',
  landing: 'pending',
  landed: 'success',
  out: 'failure',
} as const;

/** What is said of a request's head; nothing where it never was in a queue, or left it. */
export function statusesOf(facts: RequestFacts, publicUrl: string): ForgeStatus[] {
  const { queue } = facts;
  if (!queue || queue.state === 'left' || queue.head !== facts.head) return [];
  return [
    {
      name: `${ownChecks}merge-queue`,
      state: queueStates[queue.state],
      says: queueSays(queue),
      url: `${publicUrl}/changes/${toReference('change', facts.change)}`,
    },
  ];
}

/** A text that means in Markdown what it says, on one line. */
const plain = (text: string) =>
  text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>()#+!|@-]/g, (mark) => `\\${mark}`);

/** A finished deployment that runs, one on its way, or one that needs somebody. */
const deploymentWords: Readonly<Record<string, string>> = {
  succeeded: 'runs',
  failed: '**failed**',
  held: '**is held**',
  'rolled-back': 'was rolled back',
  cancelled: 'was cancelled',
};

/** The one comment of a request: where its change is, as far as every member may know it. */
export function commentOf(facts: RequestFacts, publicUrl: string): string {
  const page = (kind: 'change' | 'release' | 'deployment', id: string) => {
    const plural = { change: 'changes', release: 'releases', deployment: 'deployments' }[kind];
    return `${publicUrl}/${plural}/${toReference(kind, id)}`;
  };
  const lines = [
    ...(facts.queue ? [plain(queueSays(facts.queue))] : []),
    ...facts.releases.map(
      ({ id, title }) => `Released in [${plain(title)}](${page('release', id)})`,
    ),
    ...facts.deployments.map(({ id, state, environment, says }) => {
      const word = deploymentWords[state] ?? `is ${plain(state)}`;
      const why = says === '' ? '' : `: ${plain(says)}`;
      return `[${plain(environment)}](${page('deployment', id)}) ${word}${why}`;
    }),
  ];
  const list = lines.length === 0 ? ['Not queued, not released yet'] : lines;
  return [
    commentMark,
    `**[${plain(facts.title)}](${page('change', facts.change)})** on Throughline`,
    '',
    ...list.map((line) => `- ${line}`),
  ].join('\n');
}

/** What stands for something that was said, to know whether it would be said again. */
export function digestOf(said: unknown): string {
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32);
}
