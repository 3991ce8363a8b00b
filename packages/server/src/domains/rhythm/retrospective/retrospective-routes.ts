import { operations, toReference } from '@throughline/contract';
import { read, write, type Route } from '../../../platform/http/route.ts';
import { changeCard } from './change-card.ts';
import { commitAction } from './commit-action.ts';
import { discussCard } from './discuss-card.ts';
import { groupCard } from './group-card.ts';
import { moveRetrospective } from './move-retrospective.ts';
import { openRetrospective } from './open-retrospective.ts';
import { removeCard } from './remove-card.ts';
import { retrospectiveView } from './retrospective-views.ts';
import { voteCard } from './vote-card.ts';
import { writeCard } from './write-card.ts';

const { rhythm } = operations;

/** Binds the operations of a review's retrospective. */
export const retrospectiveRoutes: readonly Route[] = [
  read(rhythm.getRetrospective, (context, { params }) => retrospectiveView(context, params.id)),
  write(rhythm.openRetrospective, async (context, { params, body }) => ({
    revision: await openRetrospective(context, params.id, body),
  })),
  write(rhythm.moveRetrospective, async (context, { params, body }) => {
    await moveRetrospective(context, params.id, body.phase);
    return undefined;
  }),
  write(rhythm.writeCard, async (context, { params, body }) => ({
    ref: toReference('card', await writeCard(context, params.id, body)),
  })),
  write(rhythm.changeCard, async (context, { params, body }) => {
    await changeCard(context, params.id, params.card, body);
    return undefined;
  }),
  write(rhythm.removeCard, async (context, { params }) => {
    await removeCard(context, params.id, params.card);
    return undefined;
  }),
  write(rhythm.groupCard, async (context, { params, body }) => {
    await groupCard(context, params.id, params.card, body.under);
    return undefined;
  }),
  write(rhythm.voteCard, async (context, { params, body }) => {
    await voteCard(context, params.id, params.card, body.dots);
    return undefined;
  }),
  write(rhythm.discussCard, async (context, { params, body }) => {
    await discussCard(context, params.id, body);
    return undefined;
  }),
  write(rhythm.commitAction, async (context, { params, body }) => {
    const { id, revision } = await commitAction(context, params.id, body);
    return { ref: toReference('action', id), revision };
  }),
];
