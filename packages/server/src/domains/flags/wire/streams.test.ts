import { once } from 'node:events';
import { connect } from 'node:net';
import { toReference } from '@throughline/contract';
import { expect, test, vi } from 'vitest';
import { createEntity } from '../../../platform/entities/entity.ts';
import { createTestApp } from '../../../testing/test-app.ts';

async function world() {
  const app = await createTestApp();
  const admin = await app.member({ administrator: true });
  const made = await app.write(async (context) => ({
    unit: await createEntity(context, { kind: 'unit', title: 'Planning', state: 'active' }),
    place: await createEntity(context, {
      kind: 'environment',
      title: 'Production',
      state: 'active',
    }),
  }));
  const environment = toReference('environment', made.place.id);
  const ownerUnit = toReference('unit', made.unit.id);
  const base = await app.http.listen({ host: '127.0.0.1', port: 0 });
  const { key } = await admin.call('flags.createSdkKey', {
    body: { environment, kind: 'server', name: 'Test' },
  });
  const metric = async (name: string) => {
    const { headers, body } = await admin.attempt('platform.getMetrics', {});
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    const line = String(body['text'])
      .split('\n')
      .find((one) => one.startsWith(`throughline_flag_${name} `));
    return Number(line?.split(' ')[1]);
  };
  return { app, admin, environment, ownerUnit, base, key, metric };
}

test('who stops reading is dropped and counted; who reads hears all of it', async () => {
  const { app, admin, environment, ownerUnit, base, key, metric } = await world();
  const { ref: id } = await admin.call('flags.createFlag', {
    body: {
      key: 'large',
      title: 'Large',
      ownerUnit,
      type: 'string',
      variations: [{ value: 'x'.repeat(1_800_000) }, { value: 'y' }],
    },
  });
  const params = { id, environment };
  const stopped = connect(Number(new URL(base).port), '127.0.0.1');
  stopped.on('error', () => undefined);
  stopped.write(`GET /all HTTP/1.1\r\nhost: localhost\r\nauthorization: ${key}\r\n\r\n`);
  await once(stopped, 'data');
  stopped.pause();
  const reading = await fetch(`${base}/all`, { headers: { authorization: key } });
  let heard = 0;
  const read = (async () => {
    let text = '';
    for await (const chunk of reading.body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString();
      const messages = text.split('\n\n');
      text = messages.pop() ?? '';
      heard += messages.filter((one) => one.startsWith('event: patch')).length;
    }
    return text;
  })();
  expect(await metric('streams_open')).toBe(2);
  let told = 0;
  // What the kernel takes for a reader that sleeps is some megabytes; 1.8 of them at a time.
  for (; told < 60 && (await metric('streams_dropped_total')) === 0; told += 1) {
    await admin.call(told % 2 === 0 ? 'flags.turnFlagOn' : 'flags.turnFlagOff', { params });
  }
  expect(await metric('streams_dropped_total')).toBe(1);
  expect(await metric('streams_open')).toBe(1);
  await vi.waitFor(() => expect(heard).toBe(told), { timeout: 5000 });
  stopped.destroy();

  // A node that stops ends its streams, and says when to come back.
  await app.stop();
  await read;
});
