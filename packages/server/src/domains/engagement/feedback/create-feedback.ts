import {
  toReference,
  type EntityRef,
  type Id,
  type OperationOf,
  type ParsedInput,
} from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { link } from '../../../platform/entities/link.ts';
import { accountOfContact, ownerOfFirst, segmentOfAccount } from '../store.ts';
import type { EngagementTables, Segment } from '../tables.ts';
import { titleOfVerbatim } from '../rules.ts';

type Input = ParsedInput<OperationOf<'engagement.createFeedback'>>['body'];

/** A piece of feedback as it is kept, whoever brings it. */
export interface NewFeedback {
  readonly verbatim: string;
  readonly rating?: number | undefined;
  readonly heardAt: Input['heardAt'];
  readonly receivedAt: Date;
  readonly segment: Segment | null;
  readonly themes: readonly string[];
  readonly page?: string;
  readonly program?: Id<'program'> | undefined;
  readonly intakeKey?: string;
  readonly accountKey?: string | null;
  readonly about: readonly EntityRef<'initiative' | 'feature'>[];
  readonly givenBy: readonly EntityRef<'account' | 'contact'>[];
}

/** Writes feedback with its relations; it belongs to the unit that owns what it is about. */
export async function keepFeedback(
  context: WriteContext,
  feedback: NewFeedback,
): Promise<EntityRef<'feedback'> & { revision: number }> {
  const { verbatim, heardAt, segment, themes } = feedback;
  const entity = await createEntity(context, {
    kind: 'feedback',
    title: titleOfVerbatim(verbatim),
    summary: verbatim,
    state: 'new',
    ownerUnit: await ownerOfFirst(context, feedback.about),
    after: { rating: feedback.rating ?? null, heardAt, segment, themes },
  });
  await context.tx
    .$extendTables<EngagementTables>()
    .insertInto('feedback')
    .values({
      id: entity.id,
      verbatim,
      rating: feedback.rating ?? null,
      heard_at: heardAt,
      received_at: feedback.receivedAt,
      segment,
      themes: [...new Set(themes)],
      page: feedback.page ?? '',
      program_id: feedback.program ?? null,
      merged_into_id: null,
      intake_key: feedback.intakeKey ?? null,
      account_key: feedback.accountKey ?? null,
    })
    .execute();
  for (const about of feedback.about) await link(context, entity, 'about', about);
  for (const giver of feedback.givenBy) await link(context, entity, 'given_by', giver);
  return entity;
}

/** Keeps what somebody said, as a person heard it. */
export async function createFeedback(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'feedback'> & { revision: number }> {
  const { tx, actor, now } = context;
  for (const about of input.about) await loadEntity(tx, actor, about);
  const contact = input.contact
    ? await loadEntity(tx, actor, { kind: 'contact', id: input.contact })
    : undefined;
  if (input.account) await loadEntity(tx, actor, { kind: 'account', id: input.account });
  if (input.program) await loadEntity(tx, actor, { kind: 'program', id: input.program });
  const account = input.account ?? (contact && (await accountOfContact(context, contact.id)));
  return keepFeedback(context, {
    verbatim: input.verbatim,
    rating: input.rating,
    heardAt: input.heardAt,
    receivedAt: new Date(input.receivedAt ?? now.epochMilliseconds),
    segment: input.segment ?? (account ? await segmentOfAccount(context, account) : null),
    themes: input.themes,
    program: input.program,
    about: input.about,
    givenBy: [
      ...(account ? [{ kind: 'account' as const, id: account }] : []),
      ...(contact ? [contact] : []),
    ],
  });
}

/** The answer to whoever created feedback. */
export function createdFeedback({ id, revision }: { id: Id<'feedback'>; revision: number }) {
  return { ref: toReference('feedback', id), revision };
}
