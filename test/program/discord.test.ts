import { describe, expect, it } from 'vitest';
import { ADA, GENERAL } from '#test/fakes/discord-lab.ts';
import { keysIn, openDiscordScene, SECRET_TOKEN } from '#test/fakes/discord-program.ts';
import { BY_HTTP, openSlackScene, ADA as SLACK_ADA, keysIn as slackKeysIn } from '#test/fakes/slack-program.ts';

const THREE = 'translate into French, German and Japanese: Good morning to you all.';
const WHOLE_OF_THREE = ['board', 'lane 1', 'lane 2', 'lane 3', 'answer 1'].sort();
const SEND = 'POST /channels/:channel/messages';

describe.concurrent('Fanout in Discord', () => {
  it('shows a command as board, results and answer, and leaves at SIGTERM with status 0, whatever hangs, and goes on at the next start', async () => {
    let hangs = true;
    await using scene = await openDiscordScene({
      answer: (request) => (hangs && JSON.stringify(request.messages).includes('German') ? { kind: 'hang', after: 'half' } : 'fine'),
    });
    const { discord } = scene;
    const fromMs = performance.now();
    const program = await scene.start({ FANOUT_GRACE_S: '1' });
    const startedMs = performance.now();
    discord.fail.every('PATCH /channels/:channel/messages/:message', 1, { kind: 'timeout', applied: true });
    await scene.ask(THREE);
    await scene.sees('two results', () => keysIn(discord).length === 3);
    await scene.sees('an edit that hangs', () => discord.seenBy(ADA, GENERAL).some(({ text }) => text.includes('2 of 3 done')));
    const leftMs = performance.now();
    program.kill('SIGTERM');
    const { status, stdout, stderr } = await program.ended;
    expect([status, stdout], stderr).toEqual([0, '']);
    // Waiting for the call that hangs would take fifteen seconds more; all else takes less than a start.
    expect(performance.now() - leftMs).toBeLessThan(12_000 + startedMs - fromMs);
    expect(stderr).not.toContain('"level":50');
    expect(stderr).not.toContain(SECRET_TOKEN);
    const writes = () => discord.calls().filter(({ route }) => route.startsWith('PUT')).length;
    expect(writes()).toBe(1);

    hangs = false;
    discord.fail.clear();
    await scene.start();
    await scene.sees(
      'the whole',
      () => keysIn(discord).length === 5 && discord.seenBy(ADA, GENERAL).some(({ text }) => text.includes('3 of 3 done')),
    );
    expect(keysIn(discord).sort()).toEqual(WHOLE_OF_THREE);
    expect(scene.endpoint.chats()).toHaveLength(4);
    expect(writes()).toBe(1);
  });

  it('killed (SIGKILL) after Discord took a message and before it heard so, shows it once', async () => {
    await using scene = await openDiscordScene();
    const { discord, start, ask, sees } = scene;
    // The board; then a first result, in a thread that is begun for it; then the next.
    for (const nth of [1, 3, 2]) {
      const before = keysIn(discord).length;
      discord.fail.clear();
      discord.fail.every(SEND, nth, { kind: 'timeout', applied: true });
      const program = await start();
      if (before === 0) void ask(THREE).catch(() => undefined);
      await sees('a message that Fanout has not heard of', () => keysIn(discord).length > before);
      program.kill('SIGKILL');
      await program.ended;
    }
    discord.fail.clear();
    await start();
    await sees(
      'the whole',
      () => keysIn(discord).length >= 5 && discord.seenBy(ADA, GENERAL).some(({ text }) => text.includes('3 of 3 done')),
    );
    expect(keysIn(discord).sort()).toEqual(WHOLE_OF_THREE);
  });

  it('and Slack at once serves both', async () => {
    await using slackScene = await openSlackScene();
    await using scene = await openDiscordScene();
    const { slack } = slackScene;
    const program = await slackScene.start({ ...BY_HTTP, DISCORD_TOKEN: SECRET_TOKEN, DISCORD_API_URL: scene.discord.apiUrl });
    await program.saw('Discord is heard');
    await scene.sees('the commands', () => scene.discord.commands().length > 0);
    await Promise.all([slack.command({ ...SLACK_ADA, text: THREE }), scene.ask(THREE)]);
    await slackScene.sees('the answer in Slack', () => slackKeysIn(slack).length === 5);
    await scene.sees('the answer in Discord', () => keysIn(scene.discord).length === 5);
    scene.discord.resetToken('another');
    const { status, stderr } = await program.ended;
    expect(status, stderr).toBe(2);
    expect(stderr).toContain('Discord ended the connection for good (4004)');
  });
});

describe.concurrent('Fanout that can not work in Discord', () => {
  it('says in a sentence what is wrong, and ends with 2', async () => {
    await using scene = await openDiscordScene();
    const { status, stdout, stderr } = await scene.run(['start'], { DISCORD_TOKEN: 'another' });
    expect([status, stdout], stderr).toEqual([2, '']);
    expect(stderr).toContain('DISCORD_TOKEN does not work: Discord does not take it');
    expect(stderr).not.toMatch(/\bat .*\.ts:\d+/);
  });

  it('can be set up by `discord-register`, which says how to go on', async () => {
    await using scene = await openDiscordScene();
    const { status, stdout, stderr } = await scene.run(['discord-register']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/are registered; Discord shows them[\s\S]*permissions=309237746688/);
  });
});
