import { operations, toReference, type EntityKind, type EntityRef } from '@throughline/contract';
import { act, read, write, type Route } from '../../platform/http/route.ts';
import type { Secrets } from '../../platform/secrets/secrets.ts';
import { alertAddress, listAlertSources } from './alert/alert-source-views.ts';
import {
  changeAlertSource,
  deleteAlertSource,
  keepAlertSecret,
} from './alert/change-alert-source.ts';
import { createAlertSource } from './alert/create-alert-source.ts';
import { receiveAlerts } from './alert/receive-alerts.ts';
import { approveInfrastructureChange } from './change/approve-infrastructure-change.ts';
import { changeInfrastructureChange } from './change/change-infrastructure-change.ts';
import { changeView, listInfrastructureChanges } from './change/change-views.ts';
import { moveInfrastructureChange } from './change/move-infrastructure-change.ts';
import { planInfrastructureChange } from './change/plan-infrastructure-change.ts';
import { askSecurityException } from './finding/ask-security-exception.ts';
import { changeSecurityFinding } from './finding/change-security-finding.ts';
import { createSecurityFinding } from './finding/create-security-finding.ts';
import { decideSecurityException } from './finding/decide-security-exception.ts';
import { findingView, listSecurityFindings } from './finding/finding-views.ts';
import { importSarif } from './finding/import-sarif.ts';
import { readDeadlines, setDeadlines } from './finding/policy-store.ts';
import { settleSecurityFinding } from './finding/settle-security-finding.ts';
import { addIncidentNote } from './incident/add-incident-note.ts';
import { assignIncidentRole } from './incident/assign-incident-role.ts';
import { changeIncident } from './incident/change-incident.ts';
import { incidentView, listIncidents } from './incident/incident-views.ts';
import { openIncident } from './incident/open-incident.ts';
import { proposedCauses } from './incident/proposed-causes-views.ts';
import { mitigateIncident, reopenIncident, resolveIncident } from './incident/resolve-incident.ts';
import { changePostmortem } from './postmortem/change-postmortem.ts';
import { draftPostmortem } from './postmortem/draft-postmortem.ts';
import { movePostmortem } from './postmortem/move-postmortem.ts';
import { listPostmortems, postmortemView } from './postmortem/postmortem-views.ts';
import { readTemplate, setTemplate } from './postmortem/template-store.ts';
import { changeSlo } from './slo/change-slo.ts';
import { createSlo } from './slo/create-slo.ts';
import { recordSloCounts } from './slo/record-slo-counts.ts';
import type { MetricFeed } from './slo/slo-store.ts';
import { listSlos, sloView } from './slo/slo-views.ts';

const { operations: run } = operations;

/** What the domain's operations need of the rest. */
export interface OperationsDeps {
  readonly secrets: Secrets;
  readonly publicUrl: string;
  readonly metricFeed: MetricFeed;
}

const made = async <K extends EntityKind>(making: Promise<EntityRef<K> & { revision: number }>) => {
  const { kind, id, revision } = await making;
  return { ref: toReference(kind, id), revision };
};
const revised = async (changing: Promise<number>) => ({ revision: await changing });

const incidentRoutes: readonly Route[] = [
  write(run.openIncident, (context, { body }) => made(openIncident(context, body))),
  read(run.getIncident, (context, { params }) => incidentView(context, params.id)),
  read(run.listIncidents, (context, { query }) => listIncidents(context, query)),
  write(run.changeIncident, (context, { params, body }) =>
    revised(changeIncident(context, params.id, body)),
  ),
  write(run.addIncidentNote, (context, { params, body }) =>
    revised(addIncidentNote(context, params.id, body)),
  ),
  write(run.assignIncidentRole, (context, { params, body }) =>
    revised(assignIncidentRole(context, params.id, body)),
  ),
  read(run.proposeIncidentCauses, async (context, { params }) => ({
    items: await proposedCauses(context, params.id),
  })),
  write(run.mitigateIncident, (context, { params, body }) =>
    revised(mitigateIncident(context, params.id, body.how)),
  ),
  write(run.resolveIncident, (context, { params, body }) =>
    revised(resolveIncident(context, params.id, body)),
  ),
  write(run.reopenIncident, (context, { params, body }) =>
    revised(reopenIncident(context, params.id, body.reason)),
  ),
];

const postmortemRoutes: readonly Route[] = [
  write(run.draftPostmortem, (context, { params }) => made(draftPostmortem(context, params.id))),
  write(run.changePostmortem, (context, { params, body }) =>
    revised(changePostmortem(context, params.id, body.sections)),
  ),
  write(run.movePostmortem, (context, { params, body }) =>
    revised(movePostmortem(context, params.id, body.to, body.note)),
  ),
  read(run.getPostmortem, (context, { params }) => postmortemView(context, params.id)),
  read(run.listPostmortems, (context, { query }) => listPostmortems(context, query)),
  read(run.getPostmortemTemplate, async ({ db }) => ({ sections: [...(await readTemplate(db))] })),
  write(run.setPostmortemTemplate, async (context, { body }) => {
    await setTemplate(context, body.sections);
    return { sections: body.sections.length };
  }),
];

const sloRoutes = ({ metricFeed }: OperationsDeps): readonly Route[] => [
  write(run.createSlo, (context, { body }) => made(createSlo(context, body, metricFeed))),
  write(run.changeSlo, (context, { params, body }) =>
    revised(changeSlo(context, params.id, body, metricFeed)),
  ),
  read(run.getSlo, (context, { params }) => sloView(context, params.id, metricFeed)),
  read(run.listSlos, (context, { query }) => listSlos(context, query)),
  write(run.recordSloCounts, async (context, { params, body }) => ({
    recorded: await recordSloCounts(context, params.id, body.counts, metricFeed),
  })),
];

const findingRoutes: readonly Route[] = [
  write(run.createSecurityFinding, (context, { body }) =>
    made(createSecurityFinding(context, body)),
  ),
  write(run.changeSecurityFinding, (context, { params, body }) =>
    revised(changeSecurityFinding(context, params.id, body)),
  ),
  write(run.settleSecurityFinding, (context, { params, body }) =>
    revised(settleSecurityFinding(context, params.id, body)),
  ),
  write(run.askSecurityException, (context, { params, body }) =>
    askSecurityException(context, params.id, body),
  ),
  write(run.decideSecurityException, (context, { params, body }) =>
    revised(decideSecurityException(context, params.id, body.as)),
  ),
  read(run.getSecurityFinding, (context, { params }) => findingView(context, params.id)),
  read(run.listSecurityFindings, (context, { query }) => listSecurityFindings(context, query)),
  act(run.importSarif, (context, { params, query, body }) =>
    importSarif(context, params.id, query.service, body),
  ),
  read(run.getFindingPolicy, async ({ db }) => ({ days: await readDeadlines(db) })),
  write(run.setFindingPolicy, async (context, { body }) => ({
    moved: await setDeadlines(context, body.days),
  })),
];

const changeRoutes: readonly Route[] = [
  write(run.planInfrastructureChange, (context, { body }) =>
    made(planInfrastructureChange(context, body)),
  ),
  write(run.changeInfrastructureChange, (context, { params, body }) =>
    revised(changeInfrastructureChange(context, params.id, body)),
  ),
  write(run.approveInfrastructureChange, (context, { params, body }) =>
    revised(approveInfrastructureChange(context, params.id, body.despite)),
  ),
  write(run.moveInfrastructureChange, (context, { params, body }) =>
    revised(moveInfrastructureChange(context, params.id, body.to, body.note)),
  ),
  read(run.getInfrastructureChange, (context, { params }) => changeView(context, params.id)),
  read(run.listInfrastructureChanges, (context, { query }) =>
    listInfrastructureChanges(context, query),
  ),
];

const alertRoutes = ({ secrets, publicUrl }: OperationsDeps): readonly Route[] => [
  write(run.createAlertSource, async (context, { body }) => {
    const { id, token } = await createAlertSource(context, secrets, body);
    return { ref: toReference('alert_source', id), address: alertAddress(publicUrl, id), token };
  }),
  write(run.changeAlertSource, async (context, { params, body }) => {
    await changeAlertSource(context, params.id, body);
    return { ref: toReference('alert_source', params.id) };
  }),
  write(run.keepAlertSecret, async (context, { params, body }) => ({
    token: await keepAlertSecret(context, secrets, params.id, body.secret),
  })),
  write(run.deleteAlertSource, (context, { params }) =>
    deleteAlertSource(context, params.id).then(() => undefined),
  ),
  read(run.listAlertSources, (context) => listAlertSources(context, { secrets, publicUrl })),
  act(run.receiveAlerts, async (context, { params, body }, { request }) => {
    const header = (name: string) => {
      const value = request.headers[name];
      return typeof value === 'string' ? value : '';
    };
    const proof = {
      signature: header('x-pagerduty-signature'),
      authorization: header('authorization'),
    };
    const incidents = await receiveAlerts(context, secrets, params.id, proof, body);
    return { incidents: incidents.map((id) => toReference('incident', id)) };
  }),
];

/** The domain's operations bound to what does them. */
export function operationsRoutes(deps: OperationsDeps): readonly Route[] {
  return [
    ...incidentRoutes,
    ...postmortemRoutes,
    ...sloRoutes(deps),
    ...findingRoutes,
    ...changeRoutes,
    ...alertRoutes(deps),
  ];
}
