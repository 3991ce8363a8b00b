import type { ApiClient } from './api-client.ts';
import type { Known } from './known.ts';
import { randomOf } from './random.ts';
import { outcomeOf } from './reviews.ts';
import type { Voices } from './set-up.ts';

/** Holds the reviews whose time has come, and does what they asked for. */
export interface ReviewHolder {
  /** Over packs that froze by themselves: notes, a decision, actions; then they are closed. */
  hold(day: string, now: Temporal.Instant): Promise<void>;
  /** Most actions that fall due are done. */
  finishActions(day: string): Promise<void>;
}

/** Reviews are decided by the head of P&T; the chief of staff writes and gives the actions. */
export function createReviewHolder(deps: {
  api: ApiClient;
  voices: Voices;
  known: Known;
  seed: number;
}): ReviewHolder {
  const { api, voices, known, seed } = deps;
  const admin = voices.get('administrator') ?? { key: '' };
  const decider = voices.get('head-of-pt') ?? admin;
  const scribe = voices.get('chief-of-staff') ?? admin;
  const owners = ['head-of-engineering', 'head-of-product', 'head-of-design'] as const;
  const due: { ref: string; revision: number; on: string; title: string }[] = [];

  const holdOne = async (review: { ref: string; title: string }, day: string) => {
    const params = { id: review.ref };
    const { notes, decision, actions } = outcomeOf(seed, `${review.title} ${day}`);
    const { revision: frozen } = await api.call(scribe, 'rhythm.getReview', { params });
    await api.call(scribe, 'rhythm.holdReview', { params, ifMatch: frozen });
    await api.call(scribe, 'rhythm.addNote', { params, body: { text: notes } });
    const { ref, revision } = await api.call(scribe, 'decisions.createDecision', {
      body: {
        question: decision.question,
        options: [...decision.options],
        madeIn: review.ref,
        decider: known.ref('voice/head-of-pt'),
      },
    });
    await api.call(decider, 'decisions.confirmDecision', {
      params: { id: ref },
      body: { choice: decision.choice, reason: decision.reason },
      ifMatch: revision,
    });
    for (const [index, { title, days }] of actions.entries()) {
      const on = Temporal.PlainDate.from(day).add({ days }).toString();
      const action = await api.call(scribe, 'decisions.createAction', {
        body: {
          title,
          owner: known.ref(`voice/${owners[index % owners.length]}`),
          dueOn: on,
          source: review.ref,
        },
      });
      due.push({ ...action, on, title: `${review.title} ${day} ${index}` });
    }
    await api.call(scribe, 'rhythm.readBack', { params });
    const { revision: last } = await api.call(scribe, 'rhythm.getReview', { params });
    await api.call(scribe, 'rhythm.closeReview', { params, ifMatch: last });
  };

  return {
    async hold(day, now) {
      const { items } = await api.call(admin, 'rhythm.listReviews', {
        query: { from: day, to: day, state: 'frozen', limit: 200 },
      });
      for (const review of items) {
        if (Temporal.Instant.compare(Temporal.Instant.from(review.startsAt), now) > 0) continue;
        await holdOne(review, day);
      }
    },
    async finishActions(day) {
      const now = due.filter(({ on }) => on <= day);
      for (const one of now) {
        due.splice(due.indexOf(one), 1);
        if (!randomOf(seed, `action ${one.title}`).chance(0.8)) continue;
        const { revision } = await api.call(admin, 'decisions.getAction', {
          params: { id: one.ref },
        });
        await api.call(scribe, 'decisions.changeAction', {
          params: { id: one.ref },
          body: { state: 'done' },
          ifMatch: revision,
        });
      }
    },
  };
}
