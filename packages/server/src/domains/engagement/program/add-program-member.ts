import { toReference, type EntityRef, type Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { endLinks, link } from '../../../platform/entities/link.ts';
import { problem } from '../../../platform/problem.ts';

/** Who may be a member: a customer or partner, one of their people, one of ours. */
export type Member = EntityRef<'account' | 'contact' | 'person'>;

/** Takes somebody into a program from now on. Throws `wrong_state` where it has ended. */
export async function addProgramMember(
  context: WriteContext,
  id: Id<'program'>,
  member: Member,
): Promise<number> {
  const { tx, actor } = context;
  const program = await loadEntity(tx, actor, { kind: 'program', id }, { lock: true });
  authorise(actor, 'contributor', program.ownerUnit);
  if (program.state !== 'active') throw problem('wrong_state', 'This program has ended.');
  await loadEntity(tx, actor, member);
  await link(context, member, 'member_of', program);
  return changeEntity(context, program, { action: 'program.joined', after: memberFact(member) });
}

/** Ends a membership now; views of earlier moments keep it. */
export async function endProgramMember(
  context: WriteContext,
  id: Id<'program'>,
  member: Member,
): Promise<number> {
  const { tx, actor } = context;
  const program = await loadEntity(tx, actor, { kind: 'program', id }, { lock: true });
  authorise(actor, 'contributor', program.ownerUnit);
  await loadEntity(tx, actor, member);
  await endLinks(context, member, 'member_of', program);
  return changeEntity(context, program, { action: 'program.left', after: memberFact(member) });
}

/** Whom the program's own history names: colleagues. Accounts and contacts may be hidden from its readers. */
function memberFact(member: Member) {
  return member.kind === 'person' ? { member: toReference('person', member.id) } : {};
}
