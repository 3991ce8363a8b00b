import { crc32, deflateSync } from 'node:zlib';
import {
  parseReference,
  toReference,
  type Id,
  type Kind,
  type Reference,
} from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEntity } from '../../../platform/entities/entity.ts';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';
import { changeDesignRelease } from '../change-design-release.ts';
import { addDesignScreen } from './add-design-screen.ts';
import { addUsabilityEvidence } from './add-usability-evidence.ts';
import { removeDesignScreen } from './remove-design-screen.ts';
import { successRate } from './evidence-rules.ts';
import { imageFacts } from './image-rules.ts';

let app: TestApp;
let editor: Caller;
let stranger: Caller;
let unit: Id<'unit'>;

/** A PNG of one colour, made chunk by chunk as the standard says (W3C PNG, 5.3). */
function png(width: number, height: number, grey = 200): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const check = Buffer.alloc(4);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8; // bits of a grey sample
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width, grey)]);
  const rows = height > 1000 ? Buffer.alloc(0) : Buffer.concat(Array(height).fill(row) as Buffer[]);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const idOf = <K extends Kind>(ref: string) => parseReference(ref)?.id as Id<K>;

const submit = async (version = 'v1') => {
  const { ref } = await editor.call('delivery.createDesignRelease', {
    body: {
      title: 'Offline forms',
      ownerUnit: toReference('unit', unit),
      file: 'https://design.example/forms',
      version,
    },
  });
  return ref;
};
const show = (ref: Reference<'design_release'>) =>
  editor.call('delivery.getDesignRelease', { params: { id: ref } });
const add = (ref: Reference<'design_release'>, image: Buffer, alt = 'The empty list') =>
  editor.attempt('delivery.addDesignScreen', {
    params: { id: ref },
    query: { alt },
    body: new Blob([new Uint8Array(image)], { type: 'image/png' }),
  });
const imageOf = (ref: string, key: string) =>
  app.http.inject({
    url: `/api/v1/design-screens/${ref}/image`,
    headers: { authorization: `Bearer ${key}` },
  });

beforeAll(async () => {
  app = await createTestApp();
  unit = await app.write(
    async (context) =>
      (await createEntity(context, { kind: 'unit', title: 'Design', state: 'active' })).id,
  );
  editor = await app.member({ name: 'Edith', roles: [{ role: 'editor', unit }] });
  stranger = await app.member({ name: 'Sam' });
});
afterAll(() => app.stop());

test('what an image is stands in its own bytes: PNG, JPEG, WebP and AVIF with their sizes', () => {
  expect(imageFacts(png(3, 2))).toEqual({ mediaType: 'image/png', width: 3, height: 2 });
  // SOI, an APP0 of 4 bytes, a quantisation table marker, then SOF0: 8 bits, 5 rows, 7 columns.
  const jpeg = ['ffd8', 'ffe000040102', 'ffdb000300', 'ffc000110800050007', '0300000000'];
  expect(imageFacts(Buffer.from(jpeg.join(''), 'hex'))).toEqual({
    mediaType: 'image/jpeg',
    width: 7,
    height: 5,
  });
  const webp = (format: string, rest: string) =>
    Buffer.concat([
      Buffer.from('RIFF\x1a\0\0\0WEBP', 'latin1'),
      Buffer.from(format, 'latin1'),
      Buffer.from(rest.padEnd(40, '0'), 'hex'),
    ]);
  // Lossy: frame tag, start code 9d012a, 9 and 6 as 14 bits each.
  expect(imageFacts(webp('VP8 ', '0a0000000000009d012a09000600'))).toMatchObject({
    mediaType: 'image/webp',
    width: 9,
    height: 6,
  });
  // Lossless: 2f, then 4 − 1 and 3 − 1 in 14 bits each: 3 | 2 << 14 = 0x00008003.
  expect(imageFacts(webp('VP8L', '0a0000002f03800000'))).toMatchObject({ width: 4, height: 3 });
  // Extended: flags, then 640 − 1 = 0x27f and 480 − 1 = 0x1df in 24 bits each.
  expect(imageFacts(webp('VP8X', '0a000000000000007f0200df0100'))).toMatchObject({
    width: 640,
    height: 480,
  });
  const avif = Buffer.concat([
    Buffer.from('\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf', 'latin1'),
    Buffer.from('\0\0\0\x14ispe\0\0\0\0\0\0\0\x10\0\0\0\x08', 'latin1'),
  ]);
  expect(imageFacts(avif)).toEqual({ mediaType: 'image/avif', width: 16, height: 8 });
});

test('a screen is kept with its words, shown as what it is, and can do nothing', async () => {
  const ref = await submit();
  const { status, body } = await add(ref, png(3, 2));
  expect(status).toBe(201);
  const screen = String(body['ref']);
  expect((await show(ref)).screens).toMatchObject([
    { ref: screen, alt: 'The empty list', mediaType: 'image/png', width: 3, height: 2 },
  ]);
  const answer = await imageOf(screen, editor.key);
  expect(answer.rawPayload.equals(png(3, 2))).toBe(true);
  expect(answer.headers).toMatchObject({
    'content-type': 'image/png',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
  });
  await editor.call('delivery.changeDesignScreen', {
    params: { id: screen },
    body: { alt: 'The list, empty' },
  });
  expect((await show(ref)).screens[0]?.alt).toBe('The list, empty');
});

test('what is no image is refused, whatever it is called: HTML, SVG, a bomb, too much', async () => {
  const ref = await submit();
  for (const text of [
    '<html><script>alert(1)</script>',
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
  ]) {
    expect(await add(ref, Buffer.from(text))).toMatchObject({
      status: 422,
      body: { code: 'delivery.image_unreadable' },
    });
  }
  expect((await add(ref, png(20_000, 20_000))).status).toBe(422);
  expect((await add(ref, png(3, 2).subarray(0, 20))).status).toBe(422);
  expect((await add(ref, Buffer.alloc(5 * 1024 * 1024 + 1))).status).toBe(413);
  expect((await add(ref, png(3, 2), '')).status).toBe(422);
});

test('one image shown twice is kept once, and goes with the last screen that shows it', async () => {
  const [one, two] = [await submit(), await submit()];
  const image = png(5, 5, 7);
  const screens = [await add(one, image), await add(two, image)].map(({ body }) =>
    String(body['ref']),
  );
  const images = async () => {
    const { rows } = await app.database.pool.query(
      'select 1 from screen_image where sha256 = sha256($1::bytea)',
      [image],
    );
    return rows.length;
  };
  expect(await images()).toBe(1);
  await editor.call('delivery.removeDesignScreen', { params: { id: screens[0] ?? '' } });
  expect(await images()).toBe(1);
  expect((await imageOf(screens[1] ?? '', editor.key)).statusCode).toBe(200);
  await editor.call('delivery.removeDesignScreen', { params: { id: screens[1] ?? '' } });
  expect(await images()).toBe(0);
  expect((await imageOf(screens[1] ?? '', editor.key)).statusCode).toBe(404);
});

test('an upload sent again under its key makes no second screen, and no other image goes under it', async () => {
  const ref = await submit();
  const send = (image: Buffer) =>
    editor.attempt('delivery.addDesignScreen', {
      params: { id: ref },
      query: { alt: 'Once' },
      body: new Blob([new Uint8Array(image)], { type: 'image/png' }),
      idempotencyKey: 'a-screen',
    });
  const first = await send(png(7, 7));
  expect((await send(png(7, 7))).body).toEqual(first.body);
  expect(await send(png(7, 8))).toMatchObject({
    status: 422,
    body: { code: 'idempotency_key_reused' },
  });
  expect((await show(ref)).screens).toHaveLength(1);
});

test('an image goes also where its last two screens are removed at the same moment', async () => {
  const image = png(6, 6, 9);
  const [one, two] = [
    String((await add(await submit(), image)).body['ref']),
    String((await add(await submit(), image)).body['ref']),
  ];
  let other: Promise<unknown> = Promise.resolve();
  await app.write(async (context) => {
    await removeDesignScreen(context, idOf<'design_screen'>(one));
    other = editor.call('delivery.removeDesignScreen', { params: { id: two } });
    // It waits for this transaction, which is not over yet.
    await expect
      .poll(async () => {
        const { rows } = await app.database.pool.query(
          `select 1 from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rows.length;
      })
      .toBe(1);
  });
  await other;
  const { rows } = await app.database.pool.query(
    'select 1 from screen_image where sha256 = sha256($1::bytea)',
    [image],
  );
  expect(rows).toEqual([]);
});

test('a version has 40 screens at most, a design release 200, and evidence of 100 tasks', async () => {
  const ref = await submit('v0');
  const id = idOf<'design_release'>(ref);
  const bytes = png(1, 1);
  for (const version of ['v0', 'v1', 'v2', 'v3', 'v4']) {
    await app.write(async (context) => {
      if (version !== 'v0') await changeDesignRelease(context, id, { version });
      for (let n = 1; n <= 40; n++)
        await addDesignScreen(context, id, { alt: `Screen ${n}`, bytes });
    });
    expect(await add(ref, bytes)).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
  }
  await app.write((context) => changeDesignRelease(context, id, { version: 'v5' }));
  expect((await add(ref, bytes)).body['detail']).toContain('at most 200 screens');
  const { screens } = await show(ref);
  await editor.call('delivery.removeDesignScreen', { params: { id: screens[0]?.ref ?? '' } });
  expect((await add(ref, bytes)).status).toBe(201);

  const evidence = {
    study: 'Round 3',
    task: 'Save a form',
    heldOn: '2026-11-20',
    participants: 5,
    succeeded: 4,
    url: null,
    findings: [],
  };
  await app.write(async (context) => {
    for (let n = 1; n <= 100; n++) await addUsabilityEvidence(context, id, evidence);
  });
  const { status } = await editor.attempt('delivery.addUsabilityEvidence', {
    params: { id: ref },
    body: evidence,
  });
  expect(status).toBe(409);
});

test('screens and evidence of a confidential design are there for its readers alone', async () => {
  const ref = await submit();
  const screen = String((await add(ref, png(3, 3))).body['ref']);
  expect((await imageOf(screen, stranger.key)).statusCode).toBe(200);
  const { revision } = await show(ref);
  await editor.call('entities.setReaders', {
    params: { ref },
    body: { restricted: true, readers: [] },
    ifMatch: revision,
  });
  expect((await imageOf(screen, stranger.key)).statusCode).toBe(404);
  expect((await imageOf(screen, editor.key)).statusCode).toBe(200);
  const asked = { params: { key: 'delivery.design-release-approved' }, query: { about: ref } };
  expect((await stranger.attempt('platform.checkGate', asked)).status).toBe(404);
  expect(await editor.call('platform.checkGate', asked)).toMatchObject({ state: 'closed' });
  // One who may change designs of this unit, only not this one.
  const outsider = await app.member({ roles: [{ role: 'editor', unit }] });
  const guess = { params: { id: screen } };
  expect((await outsider.attempt('delivery.removeDesignScreen', guess)).status).toBe(404);
});

test('a version brings its own screens and evidence; those of the last one stay behind it', async () => {
  const ref = await submit('v1');
  await add(ref, png(3, 2), 'Old');
  await editor.call('delivery.changeDesignRelease', {
    params: { id: ref },
    body: { version: 'v2' },
    ifMatch: (await show(ref)).revision,
  });
  await add(ref, png(3, 2), 'New');
  expect((await show(ref)).screens.map(({ alt, version }) => [alt, version])).toEqual([
    ['New', 'v2'],
    ['Old', 'v1'],
  ]);
  const insight = await editor.call('insights.runInsight', {
    params: { key: 'delivery.design-screens' },
    query: { parameters: JSON.stringify({ designRelease: ref }) },
  });
  expect(insight.says).toBe('1 screen of v2.');
});

test('usability evidence says what the success rate of all users may be, and the review sees it', async () => {
  const ref = await submit();
  const body = {
    study: 'Round 3',
    task: 'Save a form without a network',
    heldOn: '2026-11-20',
    participants: 10,
    succeeded: 9,
    findings: [{ severity: 'major' as const, text: 'Nobody saw that it was saved' }],
  };
  const made = await editor.call('delivery.addUsabilityEvidence', { params: { id: ref }, body });
  expect((await show(ref)).evidence).toMatchObject([
    { ref: made.ref, version: 'v1', ...body, url: null, success: 90, from: 57.4, to: 100 },
  ]);
  const insight = await editor.call('insights.runInsight', {
    params: { key: 'delivery.usability-evidence' },
    query: { parameters: JSON.stringify({ designRelease: ref }) },
  });
  expect(insight.says).toBe('1 task tried by up to 10 people; 1 grave finding.');
  expect(insight.rows).toMatchObject([
    { success: '9 of 10', findings: 'major: Nobody saw that it was saved' },
  ]);
  await editor.call('delivery.changeUsabilityEvidence', {
    params: { id: made.ref },
    body: { ...body, succeeded: 10, findings: [] },
  });
  expect((await show(ref)).evidence).toMatchObject([{ succeeded: 10, findings: [] }]);
  await editor.call('delivery.changeUsabilityEvidence', {
    params: { id: made.ref },
    body: { ...body, participants: 1, succeeded: 1 },
  });
  const alone = await editor.call('insights.runInsight', {
    params: { key: 'delivery.usability-evidence' },
    query: { parameters: JSON.stringify({ designRelease: ref }) },
  });
  expect(alone.says).toBe('1 task tried by 1 person; 1 grave finding.');
  for (const wrong of [{ succeeded: 11 }, { heldOn: '2026-11-24' }]) {
    const answer = await editor.attempt('delivery.addUsabilityEvidence', {
      params: { id: ref },
      body: { ...body, ...wrong },
    });
    expect(answer.status).toBe(422);
  }
  await editor.call('delivery.removeUsabilityEvidence', { params: { id: made.ref } });
  expect((await show(ref)).evidence).toEqual([]);
});

test('the interval is that of Agresti and Coull', () => {
  // 9 of 10: n′ = 13.8416, p′ = 10.9208 / 13.8416 = 0.7890, ± 1.96 √(0.7890 · 0.2110 / 13.8416) = 0.2150.
  expect(successRate(9, 10)).toEqual({ success: 90, from: 57.4, to: 100 });
  // 0 of 5: p′ = 1.9208 / 8.8416 = 0.2172, ± 1.96 √(0.2172 · 0.7828 / 8.8416) = 0.2718.
  expect(successRate(0, 5)).toEqual({ success: 0, from: 0, to: 48.9 });
});

test('a design that waits for a verdict stands on the Home of those who may give it', async () => {
  const ref = await submit('v9');
  const needsOf = async (caller: Caller) =>
    (await caller.call('platform.getHome')).needs.filter(({ entity }) => entity.ref === ref);
  expect(await needsOf(editor)).toMatchObject([
    { says: 'v9 waits for your verdict: every item is settled', urgency: 'soon' },
  ]);
  expect(await needsOf(stranger)).toEqual([]);
  await editor.call('delivery.approveDesignRelease', {
    params: { id: ref },
    body: { verdict: 'approved' },
    ifMatch: 1,
  });
  expect(await needsOf(editor)).toEqual([]);
});
