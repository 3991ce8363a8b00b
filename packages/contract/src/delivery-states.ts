/** How far a story is; a dropped one will not be done. */
export const storyStates = ['open', 'in-progress', 'in-review', 'done', 'dropped'] as const;

/** How far a sprint is. */
export const sprintStates = ['planned', 'running', 'closed'] as const;

/** What a story can lack before a sprint should take it. */
export const storyMissing = [
  'estimate',
  'acceptance',
  'implements',
  'unblocking',
  'dependency',
] as const;
