import { operations } from '@throughline/contract';
import { read, type Route } from '../../../platform/http/route.ts';
import { board } from './board-views.ts';

/** Binds the board. */
export const boardRoutes: readonly Route[] = [
  read(operations.release.getBoard, (context, { query }) => board(context, query)),
];
