import { isBranchName } from '@throughline/git';
import { z } from 'zod';

/** A label of a change, as GitHub and GitLab have them. */
const labelField = z.string().trim().min(1).max(100);

/** A branch of the repository. */
const branchField = z.string().min(1).max(200).refine(isBranchName, 'must be the name of a branch');

/** What the sections of a workflow share: a change's label, a branch. */
export const sectionFields = { label: labelField, branch: branchField } as const;
