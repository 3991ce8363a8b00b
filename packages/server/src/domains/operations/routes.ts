import { operations, toReference } from '@throughline/contract';
import { read, write, type Route } from '../../platform/http/route.ts';
import { addIncidentNote } from './add-incident-note.ts';
import { changeIncident } from './change-incident.ts';
import { openIncident } from './open-incident.ts';
import { reopenIncident, resolveIncident } from './resolve-incident.ts';
import { incidentView, listIncidents } from './views.ts';

const { operations: incidents } = operations;

/** The domain's operations bound to what does them. */
export const operationsRoutes: readonly Route[] = [
  write(incidents.openIncident, async (context, { body }) => {
    const { id, revision } = await openIncident(context, body);
    return { ref: toReference('incident', id), revision };
  }),
  read(incidents.getIncident, (context, { params }) => incidentView(context, params.id)),
  read(incidents.listIncidents, (context, { query }) => listIncidents(context, query)),
  write(incidents.changeIncident, async (context, { params, body }) => ({
    revision: await changeIncident(context, params.id, body),
  })),
  write(incidents.addIncidentNote, async (context, { params, body }) => ({
    revision: await addIncidentNote(context, params.id, body.text),
  })),
  write(incidents.resolveIncident, async (context, { params, body }) => ({
    revision: await resolveIncident(context, params.id, body.cause),
  })),
  write(incidents.reopenIncident, async (context, { params, body }) => ({
    revision: await reopenIncident(context, params.id, body.reason),
  })),
];
