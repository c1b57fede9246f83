import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { logContract } from '#test/contracts/log-contract.ts';
import { createRecordingLog } from '#test/fakes/recording-log.ts';

logContract('recording', () => {
  const log = createRecordingLog();
  return { log, lines: () => log.lines };
});

it('pino writes one JSON line each to standard error, nothing to standard output, and nothing below its level', () => {
  const script = `
    import { createPinoLog } from '#adapters/system/pino-log.ts';
    const log = createPinoLog('info');
    log.debug({ runId: 'r1' }, 'one');
    log.info({ lane: 2 }, 'two');
    log.error({ err: new Error('boom') }, 'three');
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(stdout).toBe('');
  const lines = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toMatchObject([
    { level: 30, lane: 2, msg: 'two' },
    { level: 50, msg: 'three', err: { message: 'boom' } },
  ]);
});
