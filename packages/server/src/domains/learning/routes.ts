import { operations, toReference } from '@throughline/contract';
import { reading } from '../../platform/context.ts';
import { read, write, type Route } from '../../platform/http/route.ts';
import { answerQuiz } from './answer-quiz.ts';
import { completeModule } from './complete-module.ts';
import { enrol } from './enrol.ts';
import { unitProgress } from './progress-views.ts';
import { todayOf, type LookUp } from './resolve-reference.ts';
import { listEnrollments, listTracks, moduleView, quizView, trackView } from './views.ts';

const { learning } = operations;

/** Binds learning's operations. */
export function learningRoutes(deps: LookUp): Route[] {
  return [
    read(learning.listTracks, (context, { query }) => listTracks(context, deps, query)),
    read(learning.getTrack, (context, { params }) => trackView(context, deps, params.id)),
    write(learning.enrol, async (context, { params, body }) => {
      const today = await todayOf(reading(context), deps);
      return { ref: toReference('enrollment', await enrol(context, params.id, body, today)) };
    }),
    read(learning.getModule, (context, { params }) => moduleView(context, deps, params.id)),
    write(learning.completeModule, (context, { params }) =>
      completeModule(context, deps, params.id),
    ),
    read(learning.getQuiz, (context, { params }) => quizView(context, deps, params.id)),
    write(learning.answerQuiz, (context, { params, body }) =>
      answerQuiz(context, deps, params.id, body.answers),
    ),
    read(learning.listEnrollments, (context, { query }) => listEnrollments(context, deps, query)),
    read(learning.getUnitProgress, (context, { params }) => unitProgress(context, deps, params.id)),
  ];
}
