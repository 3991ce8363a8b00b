import type { Page, Request } from 'playwright-core';

/** What a page is fetching, and what went wrong in it. */
export interface FaultWatch {
  /** The faults since the last call. */
  take(): string[];
  /** Requests that have no answer yet; the live stream doesn't count. */
  underWay(): number;
  waitsFor(): string[];
}

/** Runs in the page: breaches are no errors of the console in every case. */
const tellBreaches = `document.addEventListener('securitypolicyviolation', (event) => {
  console.info('csp: ' + event.effectiveDirective + ' refused ' + event.blockedURI);
});`;

/**
 * Listens for errors that a page throws or writes to its console, and for breaches of its content
 * security policy. Call it before the page goes anywhere.
 */
export async function watchFaults(page: Page): Promise<FaultWatch> {
  const faults: string[] = [];
  const requests = new Set<Request>();
  const note = (kind: string, text: string) => {
    faults.push(`${new URL(page.url()).pathname}: ${kind}: ${text}`);
  };
  page.on('pageerror', (error) => note('thrown', error.message));
  page.on('console', (message) => {
    const { url } = message.location();
    if (message.type() === 'error') note('console', `${message.text()} (${url})`);
    else if (message.text().startsWith('csp: ')) note('policy', message.text());
  });
  page.on('crash', () => note('crash', 'the page crashed'));
  page.on('request', (request) => {
    // A page that is left takes its requests with it; not all of them are reported as failed.
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) requests.clear();
    if (request.resourceType() !== 'eventsource') requests.add(request);
  });
  page.on('requestfinished', (request) => requests.delete(request));
  page.on('requestfailed', (request) => requests.delete(request));
  await page.addInitScript({ content: tellBreaches });
  return {
    take: () => faults.splice(0),
    underWay: () => requests.size,
    waitsFor: () => [...requests].map((request) => request.url()),
  };
}
