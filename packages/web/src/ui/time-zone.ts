import { createContext, useContext } from 'react';

/** The IANA zone in which the viewer reads instants: a preference, else the machine's. */
const TimeZoneContext = createContext<string>(Intl.DateTimeFormat().resolvedOptions().timeZone);

export function useTimeZone(): string {
  return useContext(TimeZoneContext);
}
