import { operations, toReference } from '@throughline/contract';
import { read, write, type Route } from '../http/route.ts';
import { changeAction, createAction } from './actions.ts';
import { confirmDecision } from './confirm-decision.ts';
import { createDecision } from './create-decision.ts';
import type { Effect } from './effect.ts';
import { postponeDecision } from './postpone-decision.ts';
import { listRisks, riskView } from './risk-views.ts';
import { changeRisk, createRisk } from './risks.ts';
import { revisitDecision } from './revisit-decision.ts';
import { actionView, decisionView, listActions, listDecisions } from './views.ts';
import { withdrawDecision } from './withdraw-decision.ts';

const { decisions } = operations;

/** Binds decisions, actions and risks, with the effects that the domains registered. */
export function decisionRoutes(all: readonly Effect[]): Route[] {
  const effects = new Map(all.map((effect) => [effect.key, effect]));
  return [
    write(decisions.createDecision, async (context, { body }) => {
      const { id, revision } = await createDecision(context, effects, body);
      return { ref: toReference('decision', id), revision };
    }),
    write(decisions.confirmDecision, async (context, { params, body }) => ({
      revision: await confirmDecision(context, effects, params.id, body),
    })),
    write(decisions.postponeDecision, async (context, { params, body }) => ({
      revision: await postponeDecision(context, params.id, body),
    })),
    write(decisions.withdrawDecision, async (context, { params, body }) => ({
      revision: await withdrawDecision(context, params.id, body),
    })),
    write(decisions.revisitDecision, async (context, { params, body }) => {
      const { id, revision } = await revisitDecision(context, effects, params.id, body);
      return { ref: toReference('decision', id), revision };
    }),
    read(decisions.getDecision, (context, { params }) => decisionView(context, effects, params.id)),
    read(decisions.listDecisions, (context, { query }) => listDecisions(context, effects, query)),
    read(decisions.listEffects, async () => ({
      items: all.map(({ key, kinds, label, choices }) => ({
        effect: key,
        kinds: [...kinds],
        label,
        parameters: Object.fromEntries(
          Object.entries(choices).map(([name, values]) => [name, [...values]]),
        ),
      })),
    })),
    write(decisions.createAction, async (context, { body }) => {
      const { id, revision } = await createAction(context, body);
      return { ref: toReference('action', id), revision };
    }),
    write(decisions.changeAction, async (context, { params, body }) => ({
      revision: await changeAction(context, params.id, body),
    })),
    read(decisions.listActions, (context, { query }) => listActions(context, query)),
    read(decisions.getAction, (context, { params }) => actionView(context, params.id)),
    write(decisions.createRisk, async (context, { body }) => {
      const { id, revision } = await createRisk(context, body);
      return { ref: toReference('risk', id), revision };
    }),
    write(decisions.changeRisk, async (context, { params, body }) => ({
      revision: await changeRisk(context, params.id, body),
    })),
    read(decisions.getRisk, (context, { params }) => riskView(context, params.id)),
    read(decisions.listRisks, (context, { query }) => listRisks(context, query)),
  ];
}
