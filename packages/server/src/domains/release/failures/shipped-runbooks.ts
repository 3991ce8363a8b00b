import type { FailureClass } from '@throughline/contract';

/** What to do about each class of failure where nobody has written better: Markdown. */
export const shippedRunbooks: Readonly<Record<FailureClass, string>> = {
  'step-failed': `1. Read the lines around the error. Does a suspect touch what they name?
2. Has this been seen before? What settled it then is listed here.
3. If the cause lies outside (a registry, a network, a full disk) and has gone, **retry**.
4. If a commit caused it, **roll back** where that is safe, else go forward with a fix.
5. **Skip** only a step whose work the deployment does not need; the reason stays with it.`,
  'timed-out': `1. Does the step hang, or is it only slow? Compare with its earlier runs.
2. A lock in a database, a port that is taken and a download without an end look alike: the last line of the log tells them apart.
3. Retry once the cause has gone. A step that needs longer gets a longer \`timeout\` in the pipeline.`,
  'health-gate': `1. Ask the address of the gate yourself, and read the service's own log.
2. **Roll back** unless you know why it does not answer: what was deployed is what people use now.
3. A service that only starts slowly needs a longer \`timeout\` of the gate, not a retry.`,
  inconclusive: `1. Nobody can tell yet: the figure is missing or too old, or who should answer does not.
2. Look at what the gate asks, by hand. Clear enough? Then ask again, or go on without it and say why.
3. Not clear: wait with the deployment where it stands, or **roll back**. Unknown never means go on.`,
  migration: `1. Stop. Look at the database before anything runs again: which of the migration's statements took effect?
2. **Rolling back is safe only where the migration is declared reversible** and its way down has been tried.
3. Half done and transactional: nothing took effect; mend the migration and deploy again.
4. Half done without a transaction: finish it by hand, note what you did, and answer for the step.
5. Hold the place meanwhile, so that no other release comes on top.`,
  'partial-wave': `1. Two versions serve people now. Do they understand each other's data?
2. If the failed wave's cause is known and small, mend it and retry; else roll back all waves.
3. Hold or freeze the environment until it runs one version again.`,
  flaky: `1. Retry: that helped each time before.
2. Then take the step from the list of flaky steps to its owner: what is retried for ever hides the day on which it is right.`,
  'lost-worker': `1. Nobody knows how far the command came. Look at the environment: what runs there?
2. Done: say so. Not begun, or harmless to run twice: run it again. Half done: repair first.
3. A runner that vanishes often is short of memory or is being stopped: look at its machine.`,
  locked: `1. See who set the lock, and why.
2. Wait for its end, or ask whoever set it. Nobody else should lift it.`,
  frozen: `1. The environment takes no deployments until the freeze ends.
2. What can't wait goes through the hotfix lane, with a second approver.`,
  superseded: `1. A newer deployment took its place: look at that one instead.
2. Settle this once the newer one runs well.`,
  refused: `1. Nothing ran. The message says what is missing: a runner, a listed host, a trusted repository.
2. Provide it, then retry.`,
  'rollback-failed': `1. This comes before everything else: the environment may be between two versions.
2. **Freeze** it and open an incident. Find out what runs, step by step.
3. Bring back one version by hand or by deploying the last good release, then answer for the step.
4. Afterwards: a rollback that was never tried is a hope. Try it where nobody is hurt.`,
  conflict: `1. See with whom it conflicts, and on which lines.
2. Bring the branch up to date with the line, or resolve it on its page.
3. Two changes that fight over one place should be talked about before they are resolved.`,
  'checks-failed': `1. Read the check's lines. Does the branch fail alone, or only together with the others of its batch?
2. Alone: mend it. Together: wait for the other to land, then try again.`,
  'push-refused': `1. The remote did not take the push: somebody moved the branch, or a rule protects it.
2. Fetch and try again; where a rule stands in the way, see what it asks for.`,
};
