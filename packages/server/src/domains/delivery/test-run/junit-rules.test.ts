import { expect, test } from 'vitest';
import { readJunit } from './junit-rules.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => readJunit(bytes(text));
const outcomes = async (text: string) =>
  Object.fromEntries(
    (await read(text)).map(({ group, name, outcome }) => [`${group} ${name}`, outcome]),
  );
const refused = (text: string | Uint8Array) =>
  expect(readJunit(typeof text === 'string' ? bytes(text) : text)).rejects.toMatchObject({
    code: 'delivery.report_unreadable',
  });

test('surefire: what passed only on a second try is flaky, what never did has failed', async () => {
  const tests = await read(`<?xml version="1.0" encoding="UTF-8"?>
    <testsuite name="com.acme.CartTest" time="1,204.5" tests="4" errors="0" skipped="1" failures="1">
      <properties><property name="java.version" value="25"/></properties>
      <testcase name="adds" classname="com.acme.CartTest" time="1,200.25"/>
      <testcase name="removes" classname="com.acme.CartTest" time="0.1">
        <flakyFailure message="timed out" type="java.lang.AssertionError"><stackTrace><![CDATA[at Cart:12]]></stackTrace></flakyFailure>
      </testcase>
      <testcase name="pays" classname="com.acme.CartTest" time="0.2">
        <failure message="expected: &lt;1&gt; but was: &lt;2&gt;" type="java.lang.AssertionError"><![CDATA[at Cart:30]]></failure>
        <rerunFailure message="again" type="java.lang.AssertionError"/>
      </testcase>
      <testcase name="ships" classname="com.acme.CartTest" time="0"><skipped message="no network"/></testcase>
    </testsuite>`);
  expect(tests.map(({ name, outcome }) => [name, outcome])).toEqual([
    ['adds', 'passed'],
    ['removes', 'flaky'],
    ['pays', 'failed'],
    ['ships', 'skipped'],
  ]);
  expect(tests[0]?.seconds).toBe(1200.25);
  expect(tests[2]?.message).toBe('expected: <1> but was: <2>\nat Cart:30');
});

test('pytest: an error at teardown of a test that passed is a failure of it', async () => {
  expect(
    await outcomes(`<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests">
      <testsuite name="pytest" errors="1" failures="0" skipped="1" tests="3" time="0.05" hostname="ci">
        <testcase classname="tests.test_cart" name="test_add[1-2]" time="0.001" />
        <testcase classname="tests.test_cart" name="test_close" time="0.001" />
        <testcase classname="tests.test_cart" name="test_close" time="0.000"><error message="failed on teardown with &quot;OSError&quot;">trace</error></testcase>
        <testcase classname="tests.test_cart" name="test_win" time="0"><skipped type="pytest.skip" message="no">x</skipped></testcase>
      </testsuite></testsuites>`),
  ).toEqual({
    'tests.test_cart test_add[1-2]': 'passed',
    'tests.test_cart test_close': 'failed',
    'tests.test_cart test_win': 'skipped',
  });
});

test('jest-junit: a file that could not be loaded counts as failed, though it names no test', async () => {
  expect(
    await outcomes(`<testsuites name="jest tests" tests="1" failures="0" errors="1" time="1">
      <testsuite name="cart" errors="0" failures="0" skipped="0" tests="1">
        <testcase classname="cart adds" name="cart adds" time="0.002"></testcase>
      </testsuite>
      <testsuite name="broken.test.js" errors="1" failures="0" skipped="0" tests="0"></testsuite>
    </testsuites>`),
  ).toEqual({ 'cart adds cart adds': 'passed', 'broken.test.js (suite)': 'failed' });
});

test('GoogleTest: a disabled test is skipped, of several failures all messages are kept', async () => {
  const tests =
    await read(`<testsuites tests="3" failures="1" disabled="1" errors="0" name="AllTests">
    <testsuite name="MathTest" tests="3" failures="1" disabled="1" skipped="0" errors="0">
      <testcase name="Addition" status="run" result="completed" time="0.007" classname="MathTest">
        <failure message="Value of: add(1, 1)" type=""><![CDATA[first]]></failure>
        <failure message="Value of: add(1, -1)" type=""><![CDATA[second]]></failure>
      </testcase>
      <testcase name="Subtraction" status="run" result="completed" time="0" classname="MathTest"/>
      <testcase name="DISABLED_Division" status="notrun" result="suppressed" time="0" classname="MathTest"/>
    </testsuite></testsuites>`);
  expect(tests.map(({ outcome }) => outcome)).toEqual(['failed', 'passed', 'skipped']);
  expect(tests[0]?.message).toBe('Value of: add(1, 1)\nfirst\nValue of: add(1, -1)\nsecond');
});

test('a report is read in the encoding that it declares', async () => {
  const latin = Buffer.from(
    '<?xml version="1.0" encoding="ISO-8859-1"?><testsuite><testcase name="größe"/></testsuite>',
    'latin1',
  );
  expect((await readJunit(latin))[0]?.name).toBe('größe');
  const wide = Buffer.from('\ufeff<testsuite><testcase name="größe"/></testsuite>', 'utf16le');
  expect((await readJunit(wide))[0]?.name).toBe('größe');
});

test('hostile XML is refused: entities, depth, other documents, names that trip the parser, what is no XML', async () => {
  await refused(
    '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><testsuite><testcase name="&b;"/></testsuite>',
  );
  await refused(
    '<!DOCTYPE x SYSTEM "file:///etc/passwd"><testsuite><testcase name="a"/></testsuite>',
  );
  await refused('<testsuite><testcase name="&unknown;"/></testsuite>');
  await refused(`<testsuite>${'<a>'.repeat(100)}${'</a>'.repeat(100)}</testsuite>`);
  await refused('<html><body/></html>');
  await refused('<testsuite hasOwnProperty="" name="a"><testcase name="a"/></testsuite>');
  await refused('<testsuite><testcase></testsuite>');
  await refused('not xml at all');
  await refused(Buffer.from([0x3c, 0x61, 0xff, 0xfe, 0xfd]));
  await refused(
    `<testsuite>${Array.from({ length: 20_001 }, (_, n) => `<testcase name="${n}"/>`).join('')}</testsuite>`,
  );
});

test('what a database cannot hold is taken out, and what is too long is cut', async () => {
  const [one] = await read(
    `<testsuite><testcase name="a\0b"><failure>${'x'.repeat(200_000)}</failure></testcase></testsuite>`,
  );
  expect(one?.name).toBe('ab');
  expect(one?.message).toHaveLength(4000);
  // The 500th unit would be the first half of a pair.
  const name = `${'n'.repeat(499)}😀${'n'.repeat(100_000)}`;
  const [long] = await read(`<testsuite><testcase name="${name}"/></testsuite>`);
  expect(long?.name).toBe(`${'n'.repeat(499)}\ufffd`);
});
