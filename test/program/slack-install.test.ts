import { expect, it } from 'vitest';
import { systemClock } from '#adapters/system/system-clock.ts';
import { ADA, ADA_OF_T2, keysIn, openSlackScene, readThread, type SlackScene } from '#test/fakes/slack-program.ts';

const APP = { clientId: '1.2', clientSecret: 'client-secret' } as const;
const FOR_MANY = {
  SLACK_CLIENT_ID: APP.clientId,
  SLACK_CLIENT_SECRET: APP.clientSecret,
  SLACK_STATE_SECRET: 'state-secret',
  SLACK_SIGNING_SECRET: 'test-signing-secret',
  FANOUT_SECRET_KEY: 'a long enough secret of 32 chars',
} as const;

/** Goes where a browser goes: to the page that installs, to Slack's consent for that workspace, and back. */
async function install({ url }: SlackScene, team: string, steal = false): Promise<number> {
  const page = await fetch(`${url}/slack/install`, { redirect: 'manual' });
  const consent = new URL(page.headers.get('location') ?? '');
  consent.searchParams.set('team', team);
  const agreed = await fetch(consent, { redirect: 'manual' });
  const cookie = page.headers.getSetCookie().map((each) => each.split(';')[0]);
  const back = await fetch(agreed.headers.get('location') ?? '', {
    redirect: 'manual',
    headers: steal ? {} : { cookie: cookie.join('; ') },
  });
  await back.body?.cancel();
  return back.status;
}

it('is installed by two workspaces, each with its own token that nobody reads in the database, until one removes it', async () => {
  // Slack tells the time of what happened in whole seconds; this one is ahead, so that leaving comes after installing.
  await using scene = await openSlackScene({ oauth: APP, clock: { ...systemClock, now: () => systemClock.now() + 2_000 } });
  const { slack } = scene;
  const program = await scene.start(FOR_MANY);
  const text = 'for each of Oslo and Rome: a slogan';
  const isWhole = (team: string) => keysIn(slack, team).length === 4 && readThread(slack, team).board.includes('2 done');

  expect(await install(scene, 'T1', true)).toBeGreaterThanOrEqual(400);
  expect((await slack.command({ ...ADA, text })).shownError).not.toBe(null);
  expect(await install(scene, 'T1')).toBe(200);
  expect(await install(scene, 'T2')).toBe(200);
  await Promise.all([slack.command({ ...ADA, text }), slack.command({ ...ADA_OF_T2, text })]);
  await scene.sees('both answers', () => isWhole('T1') && isWhole('T2'));
  const posts = slack.calls().filter(({ method }) => method.startsWith('chat.'));
  expect(posts.every(({ team, token }) => token === `xoxb-secret-of-${team?.slice(1)}`)).toBe(true);
  for (const secret of ['xoxb-secret-of-1', 'xoxb-secret-of-2', FOR_MANY.FANOUT_SECRET_KEY])
    expect(scene.databaseBytes().includes(secret)).toBe(false);

  await slack.uninstall('T1');
  const { shownError } = await slack.command({ ...ADA, text });
  expect(shownError).toBe('dispatch_failed');
  program.kill('SIGTERM');
  expect((await program.ended).status).toBe(0);

  await scene.start(FOR_MANY);
  await slack.command({ ...ADA_OF_T2, text: 'for each of Bonn and Kyiv: a slogan' });
  await scene.sees('another answer in T2', () => keysIn(slack, 'T2').length === 8);
  expect(keysIn(slack, 'T1')).toHaveLength(4);
});

it('hears by a socket and has its pages on PORT, both gone when it ends', async () => {
  await using scene = await openSlackScene({ oauth: APP });
  const { slack } = scene;
  const program = await scene.start({ ...FOR_MANY, SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: 'xapp-test' });
  expect(await install(scene, 'T2')).toBe(200);
  await slack.command({ ...ADA_OF_T2, text: 'for each of Oslo and Rome: a slogan' });
  await scene.sees('the answer', () => keysIn(slack, 'T2').length === 4);
  program.kill('SIGTERM');
  expect((await program.ended).status).toBe(0);
});
