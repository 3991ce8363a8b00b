import { z } from 'zod';
import { sectionFields } from './section-fields.ts';

/** The shared branch that is rebuilt from the default branch and what is marked for it. */
export const integrationSection = z.strictObject({
  branch: sectionFields.branch.default('integration').meta({
    description: 'Rebuilt and overwritten by us alone, under a lease: nobody else pushes to it.',
  }),
  label: sectionFields.label
    .optional()
    .meta({ description: 'A change with this label is marked for it.' }),
});
