import type { Domain } from '../../platform/domain.ts';
import { commentNeeds } from './ask/ask-views.ts';
import { reviewsInDigest } from './digest-views.ts';
import { occasionConsumer, rhythmConsumers } from './events.ts';
import { importRhythm } from './import-rhythm.ts';
import { rhythmInsights } from './insights.ts';
import { rhythmJobs } from './jobs.ts';
import { rhythmNeeds } from './needs-views.ts';
import { rhythmRoutes, type RhythmDeps } from './routes.ts';

/**
 * How we decide: cycles, cadences, reviews, packs, the calendar. It knows other domains by their
 * insights only, which `runInsight` asks as whoever the context names.
 */
export function createRhythm(deps: RhythmDeps): Domain {
  return {
    name: 'rhythm',
    routes: rhythmRoutes(deps),
    insights: rhythmInsights,
    consumers: [...rhythmConsumers(deps), occasionConsumer(deps.occasions)],
    jobs: rhythmJobs(deps.runInsight, deps.occasions, deps),
    digestParts: [reviewsInDigest(deps.publicUrl)],
    needs: [rhythmNeeds, commentNeeds],
    importers: [importRhythm(deps)],
  };
}
