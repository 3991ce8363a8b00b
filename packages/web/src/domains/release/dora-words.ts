/** What each of DORA's metrics counts, in a sentence or two; docs/dora.md has the edge cases. */
export const doraDefinitions: Readonly<Record<string, string>> = {
  'lead-time':
    'Median time from a commit to its first run in production. The first deployment of a place has none; merges are left out.',
  frequency:
    'Deployments to production that succeeded, a week. Deploying the commit that runs already is none.',
  recovery:
    'Median time from failing to working again: a rollback’s end, the next success in its place, or its incidents’ end. Counted when it is over.',
  'fail-rate':
    'Deployments that did not succeed, were rolled back, or caused an incident, of all that ended. Once each, however many incidents.',
  'rework-rate':
    'Hotfixes, versions brought back, and deployments made while an incident was open or after a rollback, of all that succeeded.',
};
