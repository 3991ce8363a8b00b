import { useEffect, useMemo, useState } from 'react';
import { call } from '../../api/call.ts';
import { shownProblem } from '../../api/problem.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { LogView } from '../../ui/log-view.tsx';
import { logLines } from './log-lines.ts';

const pauseMs = 1000;

interface ReadLog {
  readonly text: string;
  readonly ended: boolean;
  readonly truncated: boolean;
  readonly error: Error | null;
}

const nothingYet: ReadLog = { text: '', ended: false, truncated: false, error: null };

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, pauseMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Reads a log from its start, and goes on asking for more until it has ended. */
function useAttemptLog(attempt: string): readonly [ReadLog, retry: () => void] {
  const [log, setLog] = useState(nothingYet);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const follow = async () => {
      let text = '';
      let after = 0;
      while (!signal.aborted) {
        const part = await call(
          'release.getAttemptLog',
          { params: { id: attempt }, query: { after } },
          signal,
        );
        after = part.last;
        text += part.text;
        const ended = part.ended && !part.more;
        setLog({ text, ended, truncated: part.truncated, error: null });
        if (ended) return;
        if (!part.more) await pause(signal);
      }
    };
    follow().catch((error: unknown) => {
      if (signal.aborted) return;
      const shown = error instanceof Error ? error : new Error('The log could not be read.');
      setLog((before) => ({ ...before, error: shown }));
    });
    return () => stop.abort();
  }, [attempt, tries]);
  return [log, () => setTries((count) => count + 1)];
}

/** The log of an attempt, followed while it grows. */
export function AttemptLog({
  attempt,
  label,
}: {
  readonly attempt: string;
  readonly label: string;
}) {
  const [log, retry] = useAttemptLog(attempt);
  const lines = useMemo(() => logLines(log.text), [log.text]);
  // A log that has ended takes the room that it needs; one that grows keeps its place.
  const height = log.ended ? Math.min(280, 24 + lines.length * 18) : 280;
  return (
    <div className="flex flex-col gap-2">
      <LogView label={label} lines={lines} live={!log.ended} height={height} />
      {log.truncated && (
        <p className="text-xs text-tertiary">
          The log was longer than is kept: its end is missing.
        </p>
      )}
      {log.error && <ErrorState compact problem={shownProblem(log.error)} onRetry={retry} />}
    </div>
  );
}
