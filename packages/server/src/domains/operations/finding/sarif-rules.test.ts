import { describe, expect, test } from 'vitest';
import { readSarif } from './sarif-rules.ts';

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const one = (run: Record<string, unknown>) => {
  const [read] = readSarif(bytes({ version: '2.1.0', runs: [run] }));
  if (!read) throw new Error('no run');
  return read;
};
const samples = { driver: { name: 'SarifSamples' } };

describe('the samples of Microsoft’s SARIF tutorials', () => {
  test('the simple example: one error of ESLint, at its line', () => {
    const uri =
      'file:///C:/dev/sarif/sarif-tutorials/samples/introduction-simple-example/simple-example.js';
    const run = one({
      tool: {
        driver: {
          name: 'ESLint',
          informationUri: 'https://eslint.org',
          rules: [
            {
              id: 'no-unused-vars',
              shortDescription: { text: 'disallow unused variables' },
              helpUri: 'https://eslint.org/docs/rules/no-unused-vars',
              properties: { category: 'Variables' },
            },
          ],
        },
      },
      artifacts: [{ location: { uri } }],
      results: [
        {
          level: 'error',
          message: { text: "'x' is assigned a value but never used." },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri, index: 0 },
                region: { startLine: 1, startColumn: 5 },
              },
            },
          ],
          ruleId: 'no-unused-vars',
          ruleIndex: 0,
        },
      ],
    });
    expect(run).toMatchObject({ tool: 'ESLint', complete: true, suppressed: 0 });
    expect(run.findings).toMatchObject([
      {
        rule: 'no-unused-vars',
        title: 'disallow unused variables',
        summary: "'x' is assigned a value but never used.",
        severity: 'high',
        location: `${uri}:1`,
        help: 'https://eslint.org/docs/rules/no-unused-vars',
      },
    ]);
  });

  test('suppressions: what was accepted in the tool is no finding, what is asked or refused is', () => {
    const because = (text: string, suppressions?: { kind: string; status?: string }[]) => ({
      ruleId: 'TUT1001',
      message: { text },
      ...(suppressions ? { suppressions } : {}),
    });
    const run = one({
      tool: samples,
      results: [
        because('This result is visible because it is not suppressed.'),
        because('This result is hidden because it is suppressed in source.', [
          { kind: 'inSource' },
        ]),
        because('This result is hidden because it is suppressed externally.', [
          { kind: 'external' },
        ]),
        because('This result is visible because its suppression was rejected.', [
          { kind: 'external', status: 'rejected' },
        ]),
        because('This result is hidden because its suppression was accepted.', [
          { kind: 'external', status: 'accepted' },
        ]),
        because('This result is visible because its suppression is still under review.', [
          { kind: 'external', status: 'underReview' },
        ]),
      ],
    });
    expect(run.findings.map(({ summary }) => summary)).toEqual([
      'This result is visible because it is not suppressed.',
      'This result is visible because its suppression was rejected.',
      'This result is visible because its suppression is still under review.',
    ]);
    expect(run.suppressed).toBe(3);
  });

  test('baselines: what is absent is no finding', () => {
    const states = ['absent', 'unchanged', 'updated', 'new'];
    const run = one({
      tool: samples,
      results: states.map((baselineState) => ({
        ruleId: 'TUT1001',
        message: { text: `${baselineState} result.` },
        baselineState,
      })),
    });
    expect(run.findings.map(({ summary }) => summary)).toEqual([
      'unchanged result.',
      'updated result.',
      'new result.',
    ]);
  });

  test('default configuration: a result without a level has its rule’s', () => {
    const result = (index: number, file: string) => ({
      ruleId: `TUT100${index + 1}`,
      ruleIndex: index,
      message: { text: 'By the default rule configuration.' },
      locations: [
        { physicalLocation: { artifactLocation: { uri: `file:///C:/code/myProject/io/${file}` } } },
      ],
    });
    const run = one({
      tool: {
        driver: {
          name: 'SarifSamples',
          rules: [
            { id: 'TUT0001', defaultConfiguration: { level: 'error' } },
            { id: 'TUT0002', defaultConfiguration: { level: 'warning' } },
          ],
        },
      },
      results: [result(0, 'kb.c'), result(1, 'file.c')],
    });
    expect(run.findings.map(({ severity }) => severity)).toEqual(['high', 'medium']);
  });
});

describe('severity', () => {
  test.each([
    ['9.8', 'critical'],
    ['9.0', 'critical'],
    ['8.8', 'high'],
    ['7.0', 'high'],
    ['5.3', 'medium'],
    ['3.9', 'low'],
  ])('a security-severity of %s is %s, whatever the level says', (score, severity) => {
    const run = one({
      tool: {
        driver: {
          name: 'CodeQL',
          rules: [{ id: 'r', properties: { 'security-severity': score } }],
        },
      },
      results: [{ ruleId: 'r', level: 'note', message: { text: 'x' } }],
    });
    expect(run.findings[0]?.severity).toBe(severity);
  });

  test('checks that passed, and results of level none, are no findings', () => {
    const run = one({
      tool: samples,
      results: [
        { ruleId: 'a', kind: 'pass', message: { text: 'fine' } },
        { ruleId: 'b', level: 'none', message: { text: 'nothing' } },
        { ruleId: 'c', kind: 'fail', message: { text: 'something' } },
      ],
    });
    expect(run.findings.map(({ rule }) => rule)).toEqual(['c']);
  });
});

describe('fingerprints', () => {
  const at = (line: number, more: Record<string, unknown> = {}) => ({
    ruleId: 'sql',
    message: { text: 'SQL from input' },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'src/db.ts' },
          region: { startLine: line, snippet: { text: 'query( input )' } },
        },
      },
    ],
    ...more,
  });
  const printsOf = (...results: unknown[]) =>
    one({ tool: samples, results }).findings.map(({ fingerprint }) => fingerprint);

  test('a result that moved to another line is the same', () => {
    expect(printsOf(at(3))).toEqual(printsOf(at(90)));
  });

  test('two alike in one run are two, and stay so', () => {
    const [first, second] = printsOf(at(3), at(9));
    expect(first).not.toBe(second);
    expect(printsOf(at(4), at(10))).toEqual([first, second]);
  });

  test('the tool’s own partial fingerprint tells apart what reads alike', () => {
    const part = (hash: string) => ({ partialFingerprints: { primaryLocationLineHash: hash } });
    const [one_, other] = printsOf(at(3, part('39fa2ee980eb94b0:1')), at(3, part('22ac9f8e:1')));
    expect(one_).not.toBe(other);
    expect(printsOf(at(77, part('39fa2ee980eb94b0:1')))).toEqual([one_]);
  });

  test('what stands behind the last slash of a run’s id is of that run alone', () => {
    const toolOf = (id: string) => one({ tool: samples, automationDetails: { id } }).tool;
    expect(toolOf('nightly/2026-11-23')).toBe('SarifSamples (nightly)');
    expect(toolOf('2026-11-23')).toBe('SarifSamples');
  });

  test('a run that broke off says so', () => {
    const run = one({ tool: samples, invocations: [{ executionSuccessful: false }] });
    expect(run).toMatchObject({ complete: false, findings: [] });
  });
});

test.each([
  ['no JSON', new TextEncoder().encode('<xml/>')],
  ['another version', bytes({ version: '1.0.0', runs: [] })],
  ['a run without a tool', bytes({ version: '2.1.0', runs: [{}] })],
  ['no UTF-8', new Uint8Array([0xff, 0xfe, 0x7b])],
])('%s is refused with its reason', (_, file) => {
  expect(() => readSarif(file)).toThrow(
    expect.objectContaining({ code: 'operations.sarif_unreadable' }),
  );
});
