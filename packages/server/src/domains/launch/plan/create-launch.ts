import type { EntityRef, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { organisationDueDates, todayOf } from '../calendar-store.ts';
import { itemsOf, tierOf } from '../rules.ts';
import type { LaunchTables } from '../tables.ts';
import { chooseTemplate, readPractice } from '../template-store.ts';
import { setLaunchLinks, setLaunchRoles } from './set-launch-links.ts';

type Input = ParsedInput<OperationOf<'launch.createLaunch'>>['body'];

/** Plans a launch: tier by its answers, items by tier and template, dates by T0. */
export async function createLaunch(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'launch'> & { revision: number }> {
  const { tx, actor, now } = context;
  authorise(actor, 'contributor', input.ownerUnit);
  await loadEntity(tx, actor, { kind: 'unit', id: input.ownerUnit });
  const template = await chooseTemplate(tx, input.template);
  const { tier, score } = tierOf(await readPractice(tx), input.answers);
  const launch = await createEntity(context, {
    kind: 'launch',
    title: input.title,
    summary: input.summary,
    state: 'planning',
    ownerUnit: input.ownerUnit,
    after: { tier, score, targetOn: input.targetOn, template: template.key },
  });
  const { definition } = template;
  const dueOn = await organisationDueDates(tx, input.targetOn);
  const tables = tx.$extendTables<LaunchTables>();
  await tables
    .insertInto('launch')
    .values({
      id: launch.id,
      template_key: template.key,
      tier,
      score,
      answers: JSON.stringify(input.answers),
      target_on: input.targetOn,
      scheduled_on: (await todayOf(tx, now)).toString(),
      go_share: definition.decision.goFromP1Share,
      conditional_share: definition.decision.conditionalFromP1Share,
      hold_reason: null,
    })
    .execute();
  const items = itemsOf(definition, tier);
  if (items.length > 0) {
    await tables
      .insertInto('readiness_item')
      .values(
        items.map(({ phase, offset, ...item }, ordinal) => ({
          id: newId('readiness_item'),
          launch_id: launch.id,
          ordinal,
          phase: phase.key,
          phase_title: phase.title,
          counts: phase.counts,
          key: item.key,
          title: item.title,
          role: item.owner,
          priority: item.priority,
          evidence: item.evidence,
          offset_days: offset,
          due_on: dueOn(offset),
          confirmed_by: null,
          address: null,
          waived_by: null,
        })),
      )
      .execute();
  }
  await setLaunchRoles(context, launch.id, input.roles);
  await setLaunchLinks(context, launch, input);
  return launch;
}
