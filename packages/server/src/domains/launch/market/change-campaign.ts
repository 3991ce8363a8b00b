import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { campaignDates } from '../store.ts';
import type { LaunchTables } from '../tables.ts';
import { checkDates } from './create-campaign.ts';
import { setSupports } from './set-supports.ts';

type Input = ParsedInput<OperationOf<'launch.changeCampaign'>>['body'];

/** Changes a campaign. */
export async function changeCampaign(
  context: WriteContext,
  id: Id<'campaign'>,
  input: Input,
): Promise<number> {
  const { tx, actor } = context;
  const campaign = await loadEntity(tx, actor, { kind: 'campaign', id }, { lock: true });
  authorise(actor, 'contributor', campaign.ownerUnit);
  const { title, state, ownerUnit, brief, supports, ...own } = input;
  if (ownerUnit) {
    await loadEntity(tx, actor, { kind: 'unit', id: ownerUnit });
    authorise(actor, 'contributor', ownerUnit);
  }
  const dates = await campaignDates(context, id);
  checkDates(
    own.startsOn === undefined ? (dates?.starts_on ?? null) : own.startsOn,
    own.endsOn === undefined ? (dates?.ends_on ?? null) : own.endsOn,
  );
  const revision = await changeEntity(context, campaign, {
    title,
    summary: brief,
    state,
    ownerUnit,
    after: own,
  });
  const set = {
    ...(own.audience === undefined ? {} : { audience: own.audience }),
    ...(own.channels === undefined ? {} : { channels: own.channels }),
    ...(own.startsOn === undefined ? {} : { starts_on: own.startsOn }),
    ...(own.endsOn === undefined ? {} : { ends_on: own.endsOn }),
  };
  if (Object.keys(set).length > 0) {
    await tx
      .$extendTables<LaunchTables>()
      .updateTable('campaign')
      .set(set)
      .where('id', '=', id)
      .execute();
  }
  await setSupports(context, campaign, supports);
  return revision;
}
