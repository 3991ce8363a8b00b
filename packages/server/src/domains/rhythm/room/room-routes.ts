import { operations, toReference } from '@throughline/contract';
import { read, write, type Route } from '../../../platform/http/route.ts';
import { addNote } from './add-note.ts';
import { enterRoom } from './enter-room.ts';
import { keepTime } from './keep-time.ts';
import { leaveRoom } from './leave-room.ts';
import { pickDeepDive } from './pick-deep-dive.ts';
import { readBack } from './read-back.ts';
import { roomView } from './room-views.ts';
import { strikeNote } from './strike-note.ts';

const { rhythm } = operations;

/** Binds the operations of a review's room. */
export const roomRoutes: readonly Route[] = [
  read(rhythm.getRoom, (context, { params }) => roomView(context, params.id)),
  write(rhythm.enterRoom, async (context, { params }) => {
    await enterRoom(context, params.id);
    return undefined;
  }),
  write(rhythm.leaveRoom, async (context, { params }) => {
    await leaveRoom(context, params.id);
    return undefined;
  }),
  write(rhythm.keepTime, async (context, { params, body }) => {
    await keepTime(context, params.id, body);
    return undefined;
  }),
  write(rhythm.addNote, async (context, { params, body }) => ({
    ref: toReference('note', await addNote(context, params.id, body)),
  })),
  write(rhythm.strikeNote, async (context, { params }) => {
    await strikeNote(context, params.id, params.note);
    return undefined;
  }),
  write(rhythm.pickDeepDive, (context, { params, body }) => pickDeepDive(context, params.id, body)),
  write(rhythm.readBack, (context, { params }) => readBack(context, params.id)),
];
