import { mostTests, type testOutcomes } from '@throughline/contract';
import sax from 'sax';
import { problem } from '../../../platform/problem.ts';

/** One test of a report. */
export interface ReportedTest {
  readonly group: string;
  readonly name: string;
  readonly outcome: (typeof testOutcomes)[number];
  readonly seconds: number;
  readonly message: string;
}

interface OpenSuite {
  readonly name: string;
  /** Failures and errors that the suite says it had. */
  readonly declared: number;
  failed: number;
}

interface OpenTest {
  readonly group: string;
  readonly name: string;
  readonly seconds: number;
  outcome: ReportedTest['outcome'];
  message: string;
}

const longestName = 500;
const longestMessage = 4000;
const deepest = 60;
const chunk = 64 * 1024;

// An attribute may be as long as a whole report, which has a limit of its own.
Object.assign(sax, { MAX_BUFFER_LENGTH: Infinity });
const strictly = { position: false, strictEntities: true };

/** How much an outcome says: of a test that is there twice, the worst one counts. */
const weight = { skipped: 0, passed: 1, flaky: 2, failed: 3 } as const;

const failing = new Set(['failure', 'error']);
/** Surefire's word for a failure after which the test passed when it was run again. */
const mended = new Set(['flakyfailure', 'flakyerror']);

function unreadable(detail: string) {
  return problem('delivery.report_unreadable', detail);
}

/** The report as text: by its byte order mark, or else as its declaration says, or else UTF-8. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const marked =
    first === 0xfe && second === 0xff
      ? 'utf-16be'
      : first === 0xff && second === 0xfe
        ? 'utf-16le'
        : undefined;
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const declared = /^[^<]*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/.exec(head);
  const label = marked ?? declared?.[1] ?? 'utf8';
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(`The report is not text in ${label}.`);
  }
}

/** What a database can hold: no NUL, no half of a pair, not too long. */
function kept(text: string, longest: number): string {
  return text.slice(0, longest).replaceAll('\0', '').toWellFormed();
}

/** `1,234.5` of surefire and `0.012` of everybody else. */
function secondsOf(time: string | undefined): number {
  const seconds = Number((time ?? '0').replaceAll(',', ''));
  return Number.isFinite(seconds) && seconds >= 0 && seconds < 1e9 ? seconds : 0;
}

function countOf(text: string | undefined): number {
  const count = Number(text ?? '0');
  return Number.isInteger(count) && count > 0 ? count : 0;
}

/** Follows the elements of a report; what none of the known tools means is passed over. */
function createReader() {
  const parser = sax.parser(true, strictly);
  const tests = new Map<string, ReportedTest>();
  const suites: OpenSuite[] = [];
  let depth = 0;
  let rooted = false;
  let test: OpenTest | undefined;
  let said: string | undefined;

  const keep = (one: ReportedTest) => {
    const key = `${one.group}\0${one.name}`;
    const before = tests.get(key);
    if (!before && tests.size >= mostTests) {
      throw unreadable(`The report has more than ${mostTests} tests: upload it as several jobs.`);
    }
    const worse = !before || weight[one.outcome] > weight[before.outcome] ? one : before;
    tests.set(key, { ...worse, seconds: one.seconds + (before?.seconds ?? 0) });
    if (one.outcome === 'failed') for (const suite of suites) suite.failed += 1;
  };

  const open = (name: string, own: Readonly<Record<string, string>>) => {
    if (name === 'testsuite') {
      const declared = countOf(own['failures']) + countOf(own['errors']);
      suites.push({ name: kept(own['name'] ?? '', longestName), declared, failed: 0 });
    } else if (name === 'testcase') {
      // GoogleTest runs no disabled test, and says it by an attribute alone.
      const idle = own['status'] === 'notrun' || own['result'] === 'suppressed';
      test = {
        group: kept(own['classname'] ?? suites.at(-1)?.name ?? '', longestName),
        name: kept(own['name'] ?? '', longestName),
        seconds: secondsOf(own['time']),
        outcome: idle ? 'skipped' : 'passed',
        message: '',
      };
    } else if (test && (failing.has(name) || mended.has(name))) {
      const outcome = failing.has(name) ? 'failed' : 'flaky';
      if (weight[outcome] > weight[test.outcome]) test.outcome = outcome;
      said = own['message'] ?? '';
    } else if (test && name === 'skipped' && test.outcome === 'passed') {
      test.outcome = 'skipped';
    }
  };

  const close = (name: string) => {
    if (test && said !== undefined && (failing.has(name) || mended.has(name))) {
      const text = said.trim();
      test.message = kept(test.message === '' ? text : `${test.message}\n${text}`, longestMessage);
      said = undefined;
    } else if (name === 'testcase' && test) {
      keep(test);
      test = undefined;
    } else if (name === 'testsuite') {
      const suite = suites.at(-1);
      // It broke before it had a test to blame: a file that could not be loaded.
      if (suite && suite.declared > 0 && suite.failed === 0) {
        const message = `The suite counts ${suite.declared} failures or errors, and names none.`;
        keep({ group: suite.name, name: '(suite)', outcome: 'failed', seconds: 0, message });
      }
      suites.pop();
    }
  };

  parser.onerror = (error) => {
    throw unreadable(`The report is no well-formed XML: ${error.message.split('\n')[0]}.`);
  };
  parser.ondoctype = () => {
    throw unreadable('A document type is not allowed: it can define entities.');
  };
  parser.onattribute = ({ name }) => {
    // The parser would ask it for the others, as every object is asked.
    if (name === 'hasOwnProperty') throw unreadable(`No report has an attribute “${name}”.`);
  };
  parser.onopentag = ({ name, attributes }) => {
    depth += 1;
    if (depth > deepest) throw unreadable(`Elements stand more than ${deepest} deep.`);
    if (depth === 1) {
      rooted = name === 'testsuites' || name === 'testsuite';
      if (!rooted) throw unreadable(`A report begins with testsuites or testsuite, not “${name}”.`);
    }
    open(name.toLowerCase(), attributes as Record<string, string>);
  };
  parser.onclosetag = (name) => {
    depth -= 1;
    close(name.toLowerCase());
  };
  const hear = (text: string) => {
    if (said !== undefined && said.length < longestMessage) said += `\n${text}`;
  };
  parser.ontext = hear;
  parser.oncdata = hear;

  return {
    write: (text: string) => void parser.write(text),
    end(): ReportedTest[] {
      parser.close();
      if (!rooted) throw unreadable('The report is empty.');
      return [...tests.values()];
    },
  };
}

/**
 * Reads the JUnit XML of any of the usual tools. Nothing outside of it is looked at: no document
 * type, no entity but XML's own five, and nothing deeper, longer or more than the limits. Long
 * reports are read in pieces, between which the server answers others. Throws
 * `delivery.report_unreadable`.
 */
export async function readJunit(bytes: Uint8Array): Promise<ReportedTest[]> {
  const text = decode(bytes);
  const reader = createReader();
  for (let at = 0; at < text.length; at += chunk) {
    reader.write(text.slice(at, at + chunk));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return reader.end();
}
