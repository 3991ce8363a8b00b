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
export { chartForms, type ChartForm, type InsightChart, type InsightResult } from './insights.ts';
export { riskStates } from './risks.ts';
export { digestRhythms, mailKinds, mailStates, type MailKind } from './mail.ts';
export type { ImportChange, ImportPlan, ImportWarning } from './imports.ts';
export {
  fiscalCalendar,
  organisationCalendar,
  unitLevels,
  workday,
  type OrganisationCalendar,
  type UnitLevel,
} from './org-schemas.ts';
export { failureClasses, type FailureClass } from './release-failure-class.ts';
export {
  failureStates,
  settlements,
  type FailureState,
  type RollbackSafety,
  type Settlement,
} from './release-failure.ts';
export type { DeploymentState, Obstacle, StepKind } from './release-deployment-views.ts';
export { workRef, type BackportState, type Take } from './release-backports.ts';
export type { PatchStrategy } from './release-lines.ts';
export type { RunnerWork, Sandbox } from './release-runner.ts';
export { dataClassifications, featureStates, productStates, serviceStates } from './catalog.ts';
export {
  commitments,
  findingTypes,
  guardStates,
  healths,
  initiativeStages,
  keyResultStatuses,
  objectiveStates,
  planStates,
  priorityStates,
} from './strategy-rows.ts';
export { alignmentGaps } from './strategy-alignment.ts';
export { metricDirections } from './catalog-metrics.ts';
export { checklistResults, verdicts } from './delivery.ts';
export {
  findingSeverities,
  mostEvidence,
  mostScreens,
  mostScreensInAll,
} from './delivery-design-evidence.ts';
export {
  flakyDays,
  flakyFlips,
  mostTests,
  resultsKeptDays,
  runsKeptDays,
  runsWithResults,
  type flakySigns,
  type testOutcomes,
  type testRunStates,
} from './delivery-tests.ts';
export { sprintStates, storyMissing, storyStates } from './delivery-states.ts';
export { forgeDeliveriesKept, forgeSystems, reviewVerdicts } from './release-forge.ts';
export { backlogSources, deliveriesKept, trackerSystems } from './delivery-trackers.ts';
export { metricSources, usualFreshness } from './catalog-sources.ts';
export { adoptionDays, usageKeptDays } from './catalog-usage.ts';
export { moduleDues, type BlockNode, type ModuleDue, type TextNode } from './learning.ts';
export {
  reviewRoles,
  reviewStates,
  type AssembledSection,
  type PackContent,
  type PackDifference,
  type ReviewRole,
  type ReviewState,
} from './rhythm-views.ts';
export { cycleTemplate, who, type CycleTemplate, type Who } from './rhythm-templates.ts';
export {
  cardHeadings,
  retrospectivePhases,
  type CardHeading,
  type RetrospectivePhase,
} from './rhythm-retrospective.ts';
export { accountSegments, accountStates } from './engagement-accounts.ts';
export { feedbackStates, heardAtPlaces } from './engagement-feedback.ts';
export { attendances, meetingStates, programKinds, programStates } from './engagement-programs.ts';
export {
  incidentCauses,
  incidentRoles,
  incidentStates,
  timelineKinds,
} from './operations-incidents.ts';
export { changeRisks, infrastructureChangeStates } from './operations-changes.ts';
export {
  mostSarifResults,
  securityFindingStates,
  securitySeverities,
} from './operations-findings.ts';
export { postmortemFills, postmortemStates } from './operations-postmortems.ts';
export { sloIndicators, sloPeriods, sloStates } from './operations-slos.ts';
export { alertSourceKinds } from './operations-alerts.ts';
export {
  evidenceKinds,
  itemStates,
  launchStates,
  launchVerdicts,
  type Readiness,
} from './launch.ts';
export {
  campaignStates,
  competitorStates,
  priceShapes,
  priceStates,
  type PriceAmounts,
} from './launch-market.ts';
export { flagStates, flagTypes } from './flags.ts';
export { flagChangeStates } from './flags-changes.ts';
export { flagRampStates, guardVerdicts, rampGuard, rampStep } from './flags-ramps.ts';
export { clauseOperators, type FlagConfiguration } from './flags-configuration.ts';
export { sdkKeyKinds } from './flags-sdk-keys.ts';
export { notificationClasses, notificationFormats, notificationStates } from './notify-words.ts';
export type { MessageContent, MessageInline } from './notify-views.ts';
