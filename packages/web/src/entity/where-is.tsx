import type { OperationOf, OutputOf } from '@throughline/contract';
import { entityAddress } from '../api/entity-address.ts';
import { shownProblem } from '../api/problem.ts';
import { useRead } from '../api/use-operation.ts';
import { EntityLink } from './entity-link.tsx';
import { EntityStack } from './entity-stack.tsx';
import { DescriptionList } from '../ui/description-list.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Mono } from '../ui/mono.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TextLink } from '../ui/text-link.tsx';
import { Age } from '../ui/time.tsx';

type Found = OutputOf<OperationOf<'release.findChange'>>;
type Item = Found['items'][number];

function Branches({ item }: { readonly item: Item }) {
  if (!item.onDefault && item.lines.length === 0)
    return 'On no line yet, nor on the default branch';
  return (
    <>
      {item.onDefault && <div>The default branch</div>}
      {item.lines.map((line) => (
        <div key={line.ref}>
          <TextLink quiet className="font-mono" href={entityAddress(line.ref)}>
            {line.branch}
          </TextLink>
          {line.how === 'picked' && (
            <span className="text-tertiary">
              {' '}
              picked as <Mono>{line.sha.slice(0, 10)}</Mono>
            </span>
          )}
          {line.ended && <span className="text-tertiary"> · ended</span>}
        </div>
      ))}
    </>
  );
}

function Place({ item }: { readonly item: Item }) {
  return (
    <li className="flex flex-col gap-3 border-t border-line pt-4">
      <h3 className="flex flex-wrap items-baseline gap-2 font-medium">
        <Mono>{item.sha.slice(0, 10)}</Mono>
        {item.subject}
        <span className="font-normal text-tertiary">
          {item.author}, <Age at={item.at} />, in {item.repository.title}
        </span>
      </h3>
      <DescriptionList
        wide
        entries={[
          {
            term: 'Change',
            value: item.change === null ? 'None of its own' : <EntityLink entity={item.change} />,
          },
          { term: 'For', value: <EntityStack entities={item.work} none="Nothing named" /> },
          { term: 'Branches', value: <Branches item={item} /> },
          { term: 'Releases', value: <EntityStack entities={item.releases} none="None yet" /> },
          {
            term: 'Runs in',
            value:
              item.environments.length === 0
                ? 'No environment now'
                : item.environments.map((place) => (
                    <div key={place.ref}>
                      <EntityLink entity={place} />{' '}
                      <span className="text-tertiary">
                        since <Age at={place.since} />
                      </span>
                    </div>
                  )),
          },
          { term: 'Flags', value: <EntityStack entities={item.flags} none="None" /> },
        ]}
      />
    </li>
  );
}

const nothing = {
  nothing:
    'That is no commit, reference or key. Type at least seven digits of a commit, a reference such as ini_…, or a key such as CORE-12.',
  commit: 'No repository that you see has such a commit.',
  work: 'No commit is known that is for it.',
  key: 'No commit names it.',
} as const;

/** Where a commit, a piece of work or the key of an issue is by now. */
export function WhereIs({ words }: { readonly words: string }) {
  const read = useRead('release.findChange', { query: { q: words } });
  if (read.error) return <ErrorState compact problem={shownProblem(read.error)} />;
  if (!read.data) return <Skeleton lines={6} />;
  const { items, read: how } = read.data;
  if (items.length === 0) {
    return <EmptyState sentence={nothing[how]} example="3f2a91c: on main and 1.4, in 1.4.2." />;
  }
  return (
    <ul className="flex flex-col gap-4">
      {items.map((item) => (
        <Place key={`${item.repository.ref} ${item.sha}`} item={item} />
      ))}
    </ul>
  );
}
