/**
 * The public API of Throughline, declared once: the server validates by it and binds handlers to it,
 * clients infer their types from it, OpenAPI is generated from it.
 */
export * from './kinds.ts';
export * from './ids.ts';
export * from './operation.ts';
export * from './operations.ts';
export * from './problems.ts';
export * from './relations.ts';
export * from './schemas.ts';
export { roles, type IdentityView, type Role } from './access.ts';
export type { InsightResult } from './insights.ts';
export type { ImportChange, ImportPlan } from './imports.ts';
export {
  fiscalCalendar,
  organisationCalendar,
  unitLevels,
  workday,
  type OrganisationCalendar,
  type UnitLevel,
} from './org.ts';
export type { DeploymentState, FailureClass } from './release-deployment.ts';
export type { RunnerWork, Sandbox } from './release-runner.ts';
export {
  dataClassifications,
  featureStates,
  metricDirections,
  productStates,
  serviceStates,
} from './catalog.ts';
export {
  commitments,
  findingTypes,
  healths,
  initiativeStages,
  keyResultStatuses,
  objectiveStates,
  planStates,
  priorityStates,
} from './strategy.ts';
export { checklistResults, storyStates, verdicts } from './delivery.ts';
