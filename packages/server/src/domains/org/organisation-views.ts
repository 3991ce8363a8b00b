import type { OperationOf, OutputOf } from '@throughline/contract';
import type { ReadContext } from '../../platform/context.ts';
import { readCalendar, readName, readOrganisationSettings } from './organisation-store.ts';
import { unitNamedByKey } from './unit-views.ts';

/** The organisation: its name, its calendar, the top of its chart. */
export async function organisationView(
  context: ReadContext,
): Promise<OutputOf<OperationOf<'org.getOrganisation'>>> {
  const settings = await readOrganisationSettings(context.db);
  const company = await unitNamedByKey(context, settings?.company);
  return {
    key: settings?.key ?? null,
    name: await readName(context.db),
    description: settings?.description ?? '',
    calendar: await readCalendar(context.db),
    company,
    focus: settings?.focus ? await unitNamedByKey(context, settings.focus) : company,
  };
}
