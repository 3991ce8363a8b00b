import type { OperationOf, OutputOf } from '@throughline/contract';

/** A deployment as lists and the board show it. */
export type DeploymentRow = OutputOf<OperationOf<'release.listDeployments'>>['items'][number];

/** A deployment with its steps, its failure and what can be done. */
export type DeploymentView = OutputOf<OperationOf<'release.getDeployment'>>;

/** A step of a deployment. */
export type StepView = DeploymentView['steps'][number];

/** One try of a step. */
export type AttemptView = StepView['attempts'][number];

/** A repository as its page shows it. */
export type RepositoryView = OutputOf<OperationOf<'release.getRepository'>>;

/** An environment. */
export type EnvironmentView = OutputOf<OperationOf<'release.getEnvironment'>>;

/** A release as its page shows it. */
export type ReleaseView = OutputOf<OperationOf<'release.getRelease'>>;

/** A release line as its page shows it. */
export type LineView = OutputOf<OperationOf<'release.getReleaseLine'>>;

/** A backport as its page shows it. */
export type BackportView = OutputOf<OperationOf<'release.getBackport'>>;

/** What would happen to a change on a line. */
export type PreviewView = NonNullable<
  OutputOf<OperationOf<'release.getChangeBackports'>>['items'][number]['preview']
>;

/** A file in conflict. */
export type ConflictFileView = NonNullable<
  OutputOf<OperationOf<'release.getBackportConflict'>>['conflict']
>['files'][number];

/** A hotfix as lists show it. */
export type HotfixView = OutputOf<OperationOf<'release.listHotfixes'>>['items'][number];
