import { expect, test } from 'vitest';

import { ownerSuite } from '../../../../../test/support/database-owner-suite.ts';
import { openTrial } from '../../../../../test/support/holder-trial.ts';
import { parsePostmasterFile } from './postmaster-file.ts';

ownerSuite(openTrial());

test('a pid file that is still being written tells nothing yet', () => {
  const whole = '4711\n/data/cluster\n1795423200\n5432\n/data/run\n\n  5432001  65536\nready   \n';
  expect(parsePostmasterFile(whole)).toEqual({ pid: 4711, port: 5432, socketFolder: '/data/run' });
  expect(parsePostmasterFile('4711\n/data/cluster\n1795423200\n5432\n')).toBeUndefined();
  expect(parsePostmasterFile('')).toBeUndefined();
});
