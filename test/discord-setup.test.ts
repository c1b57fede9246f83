import { describe, expect, it } from 'vitest';
import { introduce } from '#adapters/discord/introduce.ts';
import { openTwo, RED_KEY } from '#test/fakes/two-endpoints.ts';
import { readConfig } from '../src/config.ts';
import { examine } from '../src/doctor.ts';
import { registerDiscord } from '../src/open-discord.ts';
import { calm } from './adapters/openai/open-endpoint.ts';
import { start } from './fakes/discord/test-guild.ts';

const TOKEN = 'secret-token-of-the-bot';

describe('what is set of Discord', () => {
  it('is told wrong in a sentence', async () => {
    const { apiUrl } = await start({ token: TOKEN });
    const right = { token: TOKEN, applicationId: null, apiUrl };
    expect(await introduce(right)).toMatchObject({ name: 'Fanout', readsMessages: false });
    for (const [wrong, sentence] of [
      [{ token: 'another' }, 'DISCORD_TOKEN does not work: Discord does not take it'],
      [{ apiUrl: 'http://127.0.0.1:9/api' }, 'DISCORD_TOKEN does not work: Discord did not answer.'],
      [{ applicationId: '999999999999999999' }, 'take both from one'],
    ] as const)
      await expect(introduce({ ...right, ...wrong })).rejects.toMatchObject({
        code: 'bad_config',
        userMessage: expect.stringContaining(sentence),
      });
  });

  it('is registered once, and doctor says how it stands', async () => {
    const discord = await start({ token: TOKEN });
    const { red } = await openTwo();
    const environment = { DISCORD_TOKEN: TOKEN, DISCORD_API_URL: discord.apiUrl };
    const register = (more = {}) => registerDiscord(readConfig({ ...environment, ...more }).discord);
    const report = async () => {
      const lines: string[] = [];
      const model = { OPENAI_BASE_URL: red.baseUrl, OPENAI_API_KEY: RED_KEY, FANOUT_DB: ':memory:' };
      const status = await examine({ ...environment, ...model }, (line) => lines.push(line), calm());
      return { status, text: lines.join('\n') };
    };
    expect((await report()).text).toMatch(/Discord commands +not registered yet/);
    expect(await register()).toMatch(/are registered; Discord shows them[\s\S]*permissions=309237746688/);
    expect(await register()).toContain('are registered already');
    expect(discord.commands().map(({ name }) => name)).toEqual(['fanout', 'Fan out this message']);
    const { status, text } = await report();
    expect(status, text).toBe(0);
    expect(text).toMatch(/Discord bot +Fanout, in 1 server/);
    expect(text).not.toContain(TOKEN);
    await expect(register({ DISCORD_TOKEN: '' })).rejects.toThrow('DISCORD_TOKEN is not set');
  });
});
