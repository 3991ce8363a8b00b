import type { FlagConfiguration, OperationOf, OutputOf } from '@throughline/contract';
import { useMutation } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { shownProblem } from '../../api/problem.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Age } from '../../ui/time.tsx';

type Sample = OutputOf<OperationOf<'flags.evaluateSample'>>;

const contexts = (count: number) => `${count} ${count === 1 ? 'context' : 'contexts'}`;

/** How the contexts seen lately would divide: by what is saved, or by a draft. */
export function SampleSees({
  flag,
  environment,
  draft,
}: {
  readonly flag: string;
  readonly environment: string;
  readonly draft?: FlagConfiguration | undefined;
}) {
  const evaluate = useMutation<Sample>({
    mutationFn: () =>
      call('flags.evaluateSample', {
        params: { id: flag, environment },
        body: draft ? { draft } : {},
      }),
  });
  const { data } = evaluate;
  return (
    <div className="mt-4 flex flex-col gap-2">
      <span>
        <Button size="sm" busy={evaluate.isPending} onClick={() => evaluate.mutate()}>
          Ask for the contexts seen lately
        </Button>
      </span>
      {evaluate.error && <ErrorState compact problem={shownProblem(evaluate.error)} />}
      <div role="status">
        {data?.sampled === 0 && (
          <p className="text-secondary">
            No context was seen here yet: an SDK that asks for flags shows them.
          </p>
        )}
        {data !== undefined && data.sampled > 0 && (
          <>
            <ul>
              {data.served.map((served) => (
                <li key={String(served.variation)}>
                  <span className="font-medium">{served.variationName}</span>:{' '}
                  {contexts(served.contexts)}, {Math.round((served.contexts / data.sampled) * 100)}{' '}
                  %
                </li>
              ))}
            </ul>
            <p className="text-secondary">
              Of the last {contexts(data.sampled)}
              {data.since !== null && (
                <>
                  , the oldest seen <Age at={data.since} />
                </>
              )}
              .{draft && ` ${contexts(data.changed)} would get something else than now.`}
            </p>
          </>
        )}
      </div>
    </div>
  );
}
