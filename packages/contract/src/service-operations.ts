import { alertSources } from './operations-alerts.ts';
import { infrastructureChanges } from './operations-changes.ts';
import { securityFindings } from './operations-findings.ts';
import { incidents } from './operations-incidents.ts';
import { postmortems } from './operations-postmortems.ts';
import { slos } from './operations-slos.ts';

/** How services run: SLOs, incidents, postmortems, security findings, planned changes, alerts. */
export const serviceOperations = {
  ...incidents,
  ...postmortems,
  ...slos,
  ...securityFindings,
  ...infrastructureChanges,
  ...alertSources,
};
