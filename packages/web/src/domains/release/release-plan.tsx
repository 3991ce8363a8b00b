import type { OperationOf, OutputOf } from '@throughline/contract';
import { EntityStack } from '../../entity/entity-stack.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { Mono } from '../../ui/mono.tsx';
import { CommitName } from './commit-name.tsx';
import { notesTree } from './notes-tree.ts';

type Plan = OutputOf<OperationOf<'release.previewRelease'>>;

const levels = {
  major: 'The commits break something: a major version',
  minor: 'The commits add something: a minor version',
  patch: 'The commits fix something: a patch',
} as const;

/** What a release would be: version, commits, changes, what it carries, notes. */
export function ReleasePlan({ plan }: { readonly plan: Plan }) {
  const { version, tag, sha, previousTag, commits, level, possible, changes, notes } = plan;
  const { initiatives, flags, launches } = plan.carries;
  if (!possible) {
    return (
      <p className="border-l-2 border-at-risk pl-3">
        {commits === 0
          ? `There is nothing new since ${previousTag ?? 'the beginning'}.`
          : `No commit since ${previousTag ?? 'the beginning'} calls for a release by its message. Name a version to cut one all the same.`}
      </p>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <DescriptionList
        entries={[
          {
            term: 'Version',
            value: (
              <>
                <span className="font-mono font-medium">{version}</span>
                {level !== null && !plan.capped && (
                  <span className="text-tertiary"> · {levels[level]}</span>
                )}
                {plan.capped && (
                  <span className="text-tertiary">
                    {' '}
                    · The commits ask for more, but a line stays within its series
                  </span>
                )}
              </>
            ),
          },
          { term: 'Tag', value: <Mono>{tag}</Mono> },
          { term: 'Commit', value: <CommitName sha={sha} /> },
          {
            term: 'Since',
            value: `${previousTag ?? 'the beginning'}: ${commits} commit${commits === 1 ? '' : 's'}`,
          },
          {
            term: 'Changes',
            value: <EntityStack entities={changes} none="None that has a branch of its own" />,
          },
          {
            term: 'Initiatives',
            value: <EntityStack entities={initiatives} none="None that a change serves" />,
          },
          { term: 'Flags', value: <EntityStack entities={flags} none="None" /> },
          { term: 'Launches', value: <EntityStack entities={launches} none="None" /> },
          ...(plan.opensLine === null
            ? []
            : [{ term: 'Opens the line', value: <Mono>{plan.opensLine}</Mono> }]),
        ]}
      />
      <div
        tabIndex={0}
        role="region"
        aria-label="Notes"
        className="max-h-80 overflow-y-auto rounded-sm border border-line bg-surface p-3"
      >
        <Markdown nodes={notesTree(notes)} baseLevel={3} />
      </div>
    </div>
  );
}
