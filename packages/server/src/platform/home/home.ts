import { operations, toReference, type OperationOf, type OutputOf } from '@throughline/contract';
import { visible } from '../access/visible.ts';
import type { ReadContext } from '../context.ts';
import { listRisks } from '../decisions/risk-views.ts';
import { listActions } from '../decisions/views.ts';
import { read, type Route } from '../http/route.ts';

type Home = OutputOf<OperationOf<'platform.getHome'>>;

/** Something that needs a person, with the act that settles it. */
export type Need = Home['needs'][number];

/** What a domain says needs a person today: at most 50, most urgent first. */
export type Needs = (context: ReadContext, today: Temporal.PlainDate) => Promise<Need[]>;

const rank = { overdue: 0, today: 1, soon: 2, later: 3 } as const;

/** How urgent a due date is: soon means within a week. */
export function urgencyOf(dueOn: string | null, today: Temporal.PlainDate): Need['urgency'] {
  if (dueOn === null) return 'later';
  const days = today.until(Temporal.PlainDate.from(dueOn)).days;
  if (days < 0) return 'overdue';
  if (days === 0) return 'today';
  return days <= 7 ? 'soon' : 'later';
}

async function openActions(context: ReadContext, today: Temporal.PlainDate): Promise<Need[]> {
  if (context.actor.kind !== 'member' || !context.actor.person) return [];
  const { items } = await listActions(context, {
    owner: context.actor.person,
    state: 'open',
    limit: 50,
  });
  return items.map((action) => ({
    key: action.ref,
    entity: { ref: action.ref, kind: 'action', title: action.title, state: action.state },
    says: action.source ? `From ${action.source.title}` : 'Your action',
    dueOn: action.dueOn,
    urgency: urgencyOf(action.dueOn, today),
    act: {
      label: 'Done',
      operation: 'decisions.changeAction',
      params: { id: action.ref },
      body: { state: 'done' },
      ifMatch: action.revision,
    },
  }));
}

/** My open risks whose mitigation was to have helped by now, or soon. */
async function risksToLookAt(context: ReadContext, today: Temporal.PlainDate): Promise<Need[]> {
  if (context.actor.kind !== 'member' || !context.actor.person) return [];
  const { items } = await listRisks(context, {
    owner: context.actor.person,
    state: 'open',
    limit: 50,
  });
  return items.flatMap(({ ref, title, state, dueOn, severity }) =>
    dueOn === null || urgencyOf(dueOn, today) === 'later'
      ? []
      : {
          key: ref,
          entity: { ref, kind: 'risk' as const, title, state },
          says: `Your risk, severity ${severity} of 25`,
          dueOn,
          urgency: urgencyOf(dueOn, today),
          act: null,
        },
  );
}

/** What I am to decide: proposed, postponed until now, or decided and to be looked at again. */
async function decisionsToMake(context: ReadContext, today: Temporal.PlainDate): Promise<Need[]> {
  const { actor, db } = context;
  if (actor.kind !== 'member' || !actor.person) return [];
  const rows = await db
    .selectFrom('decision')
    .innerJoin('entity', 'entity.id', 'decision.id')
    .select(['entity.id', 'entity.title', 'entity.state', 'revisit_on'])
    .where('decider_id', '=', actor.person)
    .where((eb) =>
      eb.or([
        eb('entity.state', '=', 'proposed'),
        eb('entity.state', 'in', ['postponed', 'confirmed']).and(
          'revisit_on',
          '<=',
          today.toString(),
        ),
      ]),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('link')
            .select('link.id')
            .whereRef('link.to_id', '=', 'entity.id')
            .where('link.relation', '=', 'replaces')
            .where('link.until', 'is', null),
        ),
      ),
    )
    .where(visible(actor))
    .orderBy('entity.id')
    .limit(50)
    .execute();
  return rows.map((row) => {
    const ref = toReference('decision', row.id);
    const again = row.state === 'confirmed';
    return {
      key: ref,
      entity: { ref, kind: 'decision', title: row.title, state: row.state },
      says: again
        ? 'You meant to look at this decision again'
        : row.state === 'postponed'
          ? 'You are the decider: it was postponed until now'
          : 'You are the decider',
      dueOn: row.state === 'proposed' ? null : row.revisit_on,
      urgency: row.state === 'proposed' ? 'soon' : urgencyOf(row.revisit_on, today),
      act: again
        ? {
            label: 'Ask it again',
            operation: 'decisions.revisitDecision',
            params: { id: ref },
            body: {},
            ifMatch: null,
          }
        : null,
    };
  });
}

/** What needs a person today, over all domains: at most 100, most urgent first. */
export function needsOf(domains: readonly Needs[]): Needs {
  const all = [openActions, risksToLookAt, decisionsToMake, ...domains];
  return async (context, today) => {
    const lists = await Promise.all(all.map((needs) => needs(context, today)));
    return lists
      .flat()
      .toSorted(
        (one, other) =>
          rank[one.urgency] - rank[other.urgency] ||
          (one.dueOn ?? '9999').localeCompare(other.dueOn ?? '9999'),
      )
      .slice(0, 100);
  };
}

/** Home: what needs the person today. */
export function homeRoute(needs: Needs, zone: () => Promise<string>): Route {
  return read(operations.platform.getHome, async (context) => {
    const today = context.now.toZonedDateTimeISO(await zone()).toPlainDate();
    return { today: today.toString(), needs: await needs(context, today) };
  });
}
