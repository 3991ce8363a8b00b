import { z } from 'zod';
import { readYaml, type YamlReading } from '../read-yaml.ts';
import { backportsSection } from './backports-section.ts';
import { branchesSection } from './branches-section.ts';
import { integrationSection } from './integration-section.ts';
import { linesSection } from './lines-section.ts';
import { queueSection } from './queue-section.ts';
import { releaseSection } from './release-section.ts';

/** Where a repository keeps its workflow. */
export const workflowPath = '.throughline/release.yaml';

/** The schema of a workflow file: what editors and the server check it by. */
export const workflowSchema = z
  .strictObject({
    version: z.literal(1),
    branches: branchesSection.prefault({}).meta({ description: 'Feature branches.' }),
    integration: integrationSection.optional().meta({
      description: 'The integration branch; without this there is none.',
    }),
    queue: queueSection.optional().meta({
      description: 'The merge queue; without this changes are merged elsewhere.',
    }),
    lines: linesSection.prefault({}).meta({
      description: 'Release lines: the branches on which released versions are kept alive.',
    }),
    backports: backportsSection.prefault({}).meta({
      description: 'How a backport is asked for besides by hand.',
    }),
    release: releaseSection.prefault({}).meta({ description: 'Versions and notes of releases.' }),
  })
  .meta({
    title: 'Throughline workflow',
    description: 'How changes of this repository are branched, tried together and landed.',
  });

/** A repository's workflow, defaults filled in, durations in seconds. */
export type Workflow = z.output<typeof workflowSchema>;

/** What counts where nothing is declared: no queue, no integration branch. */
export const defaultWorkflow: Workflow = workflowSchema.parse({ version: 1 });

/** Reads a workflow file. */
export function readWorkflowFile(text: string): YamlReading<Workflow> {
  return readYaml(text, workflowSchema);
}
