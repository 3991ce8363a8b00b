import { createHash } from 'node:crypto';
import { mostSarifResults } from '@throughline/contract';
import { z } from 'zod';
import { problem } from '../../../platform/problem.ts';
import type { SecuritySeverity } from '../tables.ts';

/** A weakness as a scanner reported it. */
export interface ReportedFinding {
  readonly fingerprint: string;
  readonly rule: string;
  readonly title: string;
  readonly summary: string;
  readonly severity: SecuritySeverity;
  readonly location: string;
  readonly url: string | null;
  readonly help: string | null;
}

/** One run of one scanner. */
export interface SarifRun {
  /** Its name and, where it says one, its category: what a later run of the same replaces. */
  readonly tool: string;
  /** False where it broke off: what it doesn't report may be there all the same. */
  readonly complete: boolean;
  readonly findings: readonly ReportedFinding[];
  readonly suppressed: number;
}

const message = z.object({
  text: z.string().optional(),
  markdown: z.string().optional(),
  id: z.string().optional(),
  arguments: z.array(z.string()).optional(),
});
const properties = z.looseObject({
  'security-severity': z.union([z.string(), z.number()]).optional(),
});
const level = z.enum(['none', 'note', 'warning', 'error']);

const rule = z.object({
  id: z.string(),
  name: z.string().optional(),
  shortDescription: message.optional(),
  fullDescription: message.optional(),
  helpUri: z.string().optional(),
  messageStrings: z.record(z.string(), message).optional(),
  defaultConfiguration: z.object({ level: level.optional() }).optional(),
  properties: properties.optional(),
});

const physical = z.object({
  artifactLocation: z
    .object({ uri: z.string().optional(), index: z.number().int().optional() })
    .optional(),
  region: z
    .object({
      startLine: z.number().int().optional(),
      snippet: z.object({ text: z.string().optional() }).optional(),
    })
    .optional(),
});

const result = z.object({
  ruleId: z.string().optional(),
  ruleIndex: z.number().int().optional(),
  rule: z.object({ id: z.string().optional(), index: z.number().int().optional() }).optional(),
  kind: z.string().optional(),
  level: level.optional(),
  message,
  locations: z.array(z.object({ physicalLocation: physical.optional() })).optional(),
  fingerprints: z.record(z.string(), z.string()).optional(),
  partialFingerprints: z.record(z.string(), z.string()).optional(),
  baselineState: z.string().optional(),
  suppressions: z.array(z.object({ status: z.string().optional() })).optional(),
  hostedViewerUri: z.string().optional(),
  properties: properties.optional(),
});

const log = z.object({
  version: z.literal('2.1.0'),
  runs: z
    .array(
      z.object({
        tool: z.object({
          driver: z.object({ name: z.string().min(1), rules: z.array(rule).optional() }),
        }),
        automationDetails: z.object({ id: z.string().optional() }).optional(),
        invocations: z.array(z.object({ executionSuccessful: z.boolean() })).optional(),
        artifacts: z
          .array(z.object({ location: z.object({ uri: z.string().optional() }).optional() }))
          .optional(),
        results: z.array(result).nullish(),
      }),
    )
    .max(100),
});

type Run = z.output<typeof log>['runs'][number];
type Result = z.output<typeof result>;
type Rule = z.output<typeof rule>;

/** CVSS scores as severities, as GitHub’s code scanning draws the lines. */
function ofScore(score: number): SecuritySeverity {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  return score >= 4 ? 'medium' : 'low';
}

const ofLevel = { error: 'high', warning: 'medium', note: 'low', none: 'low' } as const;

function severityOf(found: Result, about: Rule | undefined): SecuritySeverity {
  const said = found.properties?.['security-severity'] ?? about?.properties?.['security-severity'];
  const score = Number(said);
  if (said !== undefined && Number.isFinite(score) && score > 0) return ofScore(score);
  return ofLevel[found.level ?? about?.defaultConfiguration?.level ?? 'warning'];
}

/** What is none: a check that passed, one that a rule turned off, one that is gone by the tool’s own word. */
function isNone(found: Result, about: Rule | undefined): boolean {
  if (found.kind !== undefined && found.kind !== 'fail') return true;
  if (found.baselineState === 'absent') return true;
  return (found.level ?? about?.defaultConfiguration?.level) === 'none';
}

/** Suppressed is what somebody waved through in the tool itself: asked for or refused is not. */
function isSuppressed({ suppressions = [] }: Result): boolean {
  return (
    suppressions.length > 0 &&
    suppressions.every(({ status }) => status === undefined || status === 'accepted')
  );
}

function placeOf(found: Result, run: Run): { uri: string; line: number | undefined } {
  const at = found.locations?.[0]?.physicalLocation;
  const index = at?.artifactLocation?.index;
  const uri =
    at?.artifactLocation?.uri ??
    (index === undefined ? undefined : run.artifacts?.[index]?.location?.uri);
  return { uri: uri ?? '', line: at?.region?.startLine };
}

function textOf(found: Result, about: Rule | undefined): string {
  const { text, markdown, id, arguments: values = [] } = found.message;
  const pattern = text ?? (id === undefined ? undefined : about?.messageStrings?.[id]?.text);
  return (pattern ?? markdown ?? '').replaceAll(
    /\{(\d+)\}/g,
    (whole, place: string) => values[Number(place)] ?? whole,
  );
}

const digest = (parts: readonly string[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');
const sorted = (pairs: Readonly<Record<string, string>>) =>
  Object.entries(pairs)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`);

/**
 * By what a result is known again. A tool’s own fingerprint says it alone; parts of one say it of a
 * rule in a file; else the words and the code at the place do, never the line, which moves.
 */
function fingerprintOf(found: Result, ruleId: string, run: Run, text: string): string {
  const { fingerprints = {}, partialFingerprints = {} } = found;
  if (Object.keys(fingerprints).length > 0) return digest(['whole', ...sorted(fingerprints)]);
  const { uri } = placeOf(found, run);
  if (Object.keys(partialFingerprints).length > 0) {
    return digest(['part', ruleId, uri, ...sorted(partialFingerprints)]);
  }
  const code = found.locations?.[0]?.physicalLocation?.region?.snippet?.text ?? '';
  return digest(['words', ruleId, uri, text, code.replaceAll(/\s+/g, ' ').trim()]);
}

const shortened = (text: string, most: number) =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;
const address = (text: string | undefined) =>
  text !== undefined && /^https?:\/\//.test(text) && URL.canParse(text)
    ? text.slice(0, 2000)
    : null;

function findingOf(
  found: Result,
  run: Run,
  about: Rule | undefined,
): Omit<ReportedFinding, 'fingerprint'> & { readonly seed: string } {
  const ruleId = found.ruleId ?? found.rule?.id ?? about?.id ?? 'unnamed';
  const text = textOf(found, about);
  const { uri, line } = placeOf(found, run);
  const called = about?.shortDescription?.text ?? about?.name;
  const oneLine = (called ?? text).split('\n')[0]?.trim() ?? '';
  return {
    seed: fingerprintOf(found, ruleId, run, text),
    rule: shortened(ruleId, 200),
    title: shortened(oneLine === '' ? ruleId : oneLine, 200),
    summary: shortened(text, 20_000),
    severity: severityOf(found, about),
    location: shortened(line === undefined ? uri : `${uri}:${line}`, 500),
    url: address(found.hostedViewerUri),
    help: address(about?.helpUri),
  };
}

function readRun(run: Run): SarifRun {
  const { driver } = run.tool;
  const rules = driver.rules ?? [];
  const byId = new Map(rules.map((one) => [one.id, one]));
  const seen = new Map<string, number>();
  const findings: ReportedFinding[] = [];
  let suppressed = 0;
  for (const found of run.results ?? []) {
    const ruleId = found.ruleId ?? found.rule?.id;
    const index = found.ruleIndex ?? found.rule?.index;
    // `CA2101/narrow` is a part of what the rule CA2101 says.
    const about =
      (index === undefined ? undefined : rules[index]) ??
      byId.get(ruleId ?? '') ??
      byId.get(ruleId?.split('/')[0] ?? '');
    if (isNone(found, about)) continue;
    if (isSuppressed(found)) {
      suppressed += 1;
      continue;
    }
    const { seed, ...rest } = findingOf(found, run, about);
    // Several alike in one run are several.
    const nth = seen.get(seed) ?? 0;
    seen.set(seed, nth + 1);
    findings.push({ ...rest, fingerprint: nth === 0 ? seed : `${seed}#${nth}` });
  }
  // `category/run id`: what stands behind the last slash is of this run alone (SARIF 3.17.2).
  const id = run.automationDetails?.id ?? '';
  const category = id.includes('/') ? id.slice(0, id.lastIndexOf('/')) : '';
  return {
    tool: shortened(category === '' ? driver.name : `${driver.name} (${category})`, 200),
    complete: (run.invocations ?? []).every(({ executionSuccessful }) => executionSuccessful),
    findings,
    suppressed,
  };
}

const unreadable = (detail: string) => problem('operations.sarif_unreadable', detail);

/** Reads a SARIF 2.1.0 log. Throws `operations.sarif_unreadable`. */
export function readSarif(bytes: Uint8Array): SarifRun[] {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw unreadable('The file is not JSON in UTF-8.');
  }
  const parsed = log.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw unreadable(`${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
  }
  const { runs } = parsed.data;
  const count = runs.reduce((sum, run) => sum + (run.results?.length ?? 0), 0);
  if (count > mostSarifResults) {
    throw unreadable(`It has ${count} results; at most ${mostSarifResults} are taken.`);
  }
  return runs.map(readRun);
}
