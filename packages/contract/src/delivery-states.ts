/** How far a story is: the columns of a board. */
export const storyStates = ['open', 'in-progress', 'in-review', 'done'] as const;

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
