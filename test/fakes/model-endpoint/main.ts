/** A model endpoint to drive Fanout by hand or from another process: its base URL is the first line on standard output. */
import { parseArgs } from 'node:util';
import { echo } from './echo.ts';
import { startModelEndpoint } from './model-endpoint.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'delay-ms': { type: 'string', default: '0' },
    key: { type: 'string' },
    model: { type: 'string', multiple: true, default: ['test-model'] },
  },
});

const endpoint = await startModelEndpoint({
  port: Number(values.port),
  delayMs: Number(values['delay-ms']),
  key: values.key ?? null,
  models: values.model,
  answer: echo,
});
process.stdout.write(`${endpoint.baseUrl}\n`);
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => void endpoint.close());
