import type { EntityRef, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import type { LaunchTables } from '../tables.ts';
import { setSupports } from './set-supports.ts';

type Input = ParsedInput<OperationOf<'launch.createCampaign'>>['body'];

/** Throws `invalid_input` where a campaign would end before it starts. */
export function checkDates(startsOn: string | null, endsOn: string | null): void {
  if (startsOn === null || endsOn === null || endsOn >= startsOn) return;
  throw problem('invalid_input', 'endsOn: a campaign ends after it starts.');
}

/** Plans a campaign. */
export async function createCampaign(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'campaign'> & { revision: number }> {
  const { tx, actor } = context;
  authorise(actor, 'contributor', input.ownerUnit);
  await loadEntity(tx, actor, { kind: 'unit', id: input.ownerUnit });
  checkDates(input.startsOn ?? null, input.endsOn ?? null);
  const { audience, channels } = input;
  const campaign = await createEntity(context, {
    kind: 'campaign',
    title: input.title,
    summary: input.brief,
    state: 'planned',
    ownerUnit: input.ownerUnit,
    after: { audience, channels, startsOn: input.startsOn ?? null, endsOn: input.endsOn ?? null },
  });
  await tx
    .$extendTables<LaunchTables>()
    .insertInto('campaign')
    .values({
      id: campaign.id,
      audience,
      channels,
      starts_on: input.startsOn ?? null,
      ends_on: input.endsOn ?? null,
    })
    .execute();
  await setSupports(context, campaign, input.supports);
  return campaign;
}
