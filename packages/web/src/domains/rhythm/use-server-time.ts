import { useEffect, useRef, useState } from 'react';

/**
 * The server's present time in epoch milliseconds, as an answer's `now` tells it, ticking while
 * `ticking`: what all in a room count from, whatever their own clocks say.
 */
export function useServerTime(now: string, ticking: boolean): number {
  const anchor = useRef({ now: '', ahead: 0 });
  const [time, setTime] = useState(() => Date.parse(now));
  useEffect(() => {
    anchor.current = { now, ahead: Date.parse(now) - Date.now() };
    setTime(Date.parse(now));
    if (!ticking) return undefined;
    const timer = setInterval(() => setTime(Date.now() + anchor.current.ahead), 250);
    return () => clearInterval(timer);
  }, [now, ticking]);
  return time;
}
