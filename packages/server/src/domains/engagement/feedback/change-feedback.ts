import type { EntityKind, EntityRef, Id, OperationOf, ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { replaceLinks } from '../../../platform/entities/replace-links.ts';
import { problem } from '../../../platform/problem.ts';
import { authoriseTriage } from '../policy.ts';
import { accountOfContact, loadFeedback, ownerOfFirst, segmentOfAccount } from '../store.ts';
import type { EngagementTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'engagement.changeFeedback'>>['body'];

/** Triages feedback. Throws `wrong_state` for an answer that isn't there, or for a duplicate. */
export async function changeFeedback(
  context: WriteContext,
  id: Id<'feedback'>,
  input: Input,
): Promise<number> {
  const { tx, actor } = context;
  const feedback = await loadEntity(tx, actor, { kind: 'feedback', id }, { lock: true });
  authoriseTriage(actor, feedback);
  const present = await loadFeedback(context, id);
  if (input.state !== undefined && present?.merged_into_id) {
    throw problem('wrong_state', 'This is a duplicate: what it was merged into speaks for it.');
  }
  if (input.state === 'answered' && (input.answer ?? present?.answer ?? '') === '') {
    throw problem('wrong_state', 'Write the answer first: it is what they will be told.');
  }
  const { state, rating, themes, answer, about } = input;
  const contactsAccount = input.contact
    ? await accountOfContact(context, input.contact)
    : undefined;
  const account = input.account === undefined ? contactsAccount : input.account;
  const segment =
    input.segment ??
    (account && input.segment === undefined
      ? await segmentOfAccount(context, account)
      : input.segment);
  const revision = await changeEntity(context, feedback, {
    state,
    ...(about === undefined ? {} : { ownerUnit: await ownerOfFirst(context, about) }),
    after: {
      ...(rating === undefined ? {} : { rating }),
      ...(themes === undefined ? {} : { themes }),
      ...(answer === undefined ? {} : { answer }),
      ...(segment === undefined ? {} : { segment }),
    },
  });
  const set = {
    ...(rating === undefined ? {} : { rating }),
    ...(themes === undefined ? {} : { themes: [...new Set(themes)] }),
    ...(answer === undefined ? {} : { answer }),
    ...(segment === undefined ? {} : { segment }),
    ...(input.account ? { account_key: null } : {}),
  };
  if (Object.keys(set).length > 0) {
    await tx
      .$extendTables<EngagementTables>()
      .updateTable('feedback')
      .set(set)
      .where('id', '=', id)
      .execute();
  }
  if (about) {
    await joinTo(context, feedback, 'about', ['initiative', 'feature'], about);
  }
  if (account !== undefined) {
    await joinTo(
      context,
      feedback,
      'given_by',
      ['account'],
      account ? [{ kind: 'account', id: account }] : [],
    );
  }
  if (input.contact !== undefined) {
    const wanted = input.contact ? [{ kind: 'contact' as const, id: input.contact }] : [];
    await joinTo(context, feedback, 'given_by', ['contact'], wanted);
  }
  return revision;
}

function joinTo<K extends EntityKind>(
  context: WriteContext,
  feedback: EntityRef<'feedback'>,
  relation: 'about' | 'given_by',
  kinds: readonly K[],
  wanted: readonly EntityRef<K>[],
): Promise<void> {
  return replaceLinks(
    context,
    feedback,
    relation,
    kinds,
    wanted.map((entity) => ({ entity })),
  );
}
