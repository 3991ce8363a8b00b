import { operations } from '@throughline/contract';
import { read, write, type Route } from '../../../platform/http/route.ts';
import { changeWorkflow } from './change-workflow.ts';
import { setLabels } from './set-labels.ts';
import { workflowView } from './workflow-views.ts';

const { release } = operations;

/** Binds workflows and the labels of changes. */
export function workflowRoutes(): Route[] {
  return [
    read(release.getWorkflow, (context, { params }) => workflowView(context, params.id)),
    write(release.changeWorkflow, async (context, { params, body }) => ({
      revision: await changeWorkflow(context, params.id, body.text),
    })),
    write(release.setLabels, async (context, { params, body }) => ({
      revision: await setLabels(context, params.id, body.labels),
    })),
  ];
}
