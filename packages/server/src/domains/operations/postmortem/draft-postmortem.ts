import type { EntityRef, Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { copyReaders } from '../../../platform/entities/copy-readers.ts';
import { createEntity } from '../../../platform/entities/entity.ts';
import { link } from '../../../platform/entities/link.ts';
import { problem } from '../../../platform/problem.ts';
import { organisationDay } from '../day-store.ts';
import { loadIncident, timelineOf } from '../incident/incident-store.ts';
import { loadToChange } from '../policy.ts';
import type { OperationsTables } from '../tables.ts';
import { draftSections } from './postmortem-rules.ts';
import { postmortemOf } from './postmortem-store.ts';
import { readTemplate } from './template-store.ts';

/** Drafts the postmortem of an incident, as confidential as that. Throws `already_exists`. */
export async function draftPostmortem(
  context: WriteContext,
  id: Id<'incident'>,
): Promise<EntityRef<'postmortem'> & { revision: number }> {
  const { tx, now } = context;
  const incident = await loadToChange(context, { kind: 'incident', id });
  if (await postmortemOf(tx, id)) {
    throw problem('already_exists', 'This incident has a postmortem already.');
  }
  const { impact, cause, severity, opened_at, mitigated_at, resolved_at } = await loadIncident(
    tx,
    id,
  );
  const { zone } = await organisationDay(tx, now);
  const sections = draftSections(
    await readTemplate(tx),
    {
      summary: incident.summary,
      impact,
      cause,
      severity,
      openedAt: opened_at,
      mitigatedAt: mitigated_at,
      resolvedAt: resolved_at,
      timeline: await timelineOf(tx, id),
    },
    zone,
  );
  const postmortem = await createEntity(context, {
    kind: 'postmortem',
    title: `Postmortem: ${incident.title}`.slice(0, 200),
    state: 'draft',
    ownerUnit: incident.ownerUnit,
    restricted: incident.restricted,
    after: { sections: sections.length },
  });
  if (incident.restricted) await copyReaders(tx, incident, postmortem);
  await tx
    .$extendTables<OperationsTables>()
    .insertInto('postmortem')
    .values({ id: postmortem.id, incident_id: id, sections: JSON.stringify(sections) })
    .execute();
  await link(context, postmortem, 'examines', incident);
  return postmortem;
}
