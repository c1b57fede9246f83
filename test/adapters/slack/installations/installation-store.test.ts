import type { Installation } from '@slack/oauth';
import { describe, expect, it } from 'vitest';
import type { InstallationRows } from '#adapters/slack/installations/installation-rows.ts';
import { createInstallationStore } from '#adapters/slack/installations/installation-store.ts';
import { createSeal } from '#adapters/slack/installations/seal.ts';
import { installationRowsContract } from '#test/contracts/installation-rows-contract.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { createMemoryInstallations } from '#test/fakes/memory-installations.ts';
import { createRecordingLog } from '#test/fakes/recording-log.ts';

const SECRET = 'a long enough secret of 32 chars';

installationRowsContract('memory', createMemoryInstallations);

function open({ rows = createMemoryInstallations(), secret = SECRET } = {}) {
  const clock = createFakeClock(1_000_000);
  const log = createRecordingLog();
  return { store: createInstallationStore({ rows, seal: createSeal(secret), clock, log }), rows, clock, log };
}

const bot = (token: string) => ({ token, scopes: ['commands'], id: `B-${token}`, userId: `U-${token}` });
const user = { token: undefined, scopes: undefined, id: 'U1' };

const ofTeam = (id: string, token: string): Installation<'v2', false> => ({
  team: { id, name: `Team ${id}` },
  enterprise: undefined,
  user,
  bot: bot(token),
  appId: 'A1',
  isEnterpriseInstall: false,
  authVersion: 'v2',
});
const ofOrg = (id: string, token: string): Installation<'v2', true> => ({
  team: undefined,
  enterprise: { id, name: `Org ${id}` },
  user,
  bot: bot(token),
  appId: 'A1',
  isEnterpriseInstall: true,
  authVersion: 'v2',
});
const team = (teamId: string) => ({ teamId, enterpriseId: undefined, isEnterpriseInstall: false }) as const;
/** As Bolt asks for a request from a workspace of an organization, whatever the type says. */
const org = (enterpriseId: string, teamId?: string) =>
  ({ teamId, enterpriseId, isEnterpriseInstall: true }) as unknown as Parameters<ReturnType<typeof open>['store']['fetchInstallation']>[0];

describe('installations', () => {
  it('are given back whole, each to its own workspace', async () => {
    const { store } = open();
    await store.storeInstallation(ofTeam('T1', 'one'));
    await store.storeInstallation(ofTeam('T2', 'two'));
    expect(await store.fetchInstallation(team('T1'))).toEqual(ofTeam('T1', 'one'));
    expect(await store.fetchInstallation(team('T2'))).toEqual(ofTeam('T2', 'two'));
    expect(await store.tokensOf('T2')).toEqual({ botToken: 'two', botUserId: 'U-two', botId: 'B-two', appId: 'A1' });
  });

  it('survive a restart, and are nowhere in plain', async () => {
    const { store, rows, log } = open();
    await store.storeInstallation(ofTeam('T1', 'xoxb-one'));
    expect(JSON.stringify(await rows.list())).not.toContain('xoxb');
    expect(JSON.stringify(log.lines)).not.toContain('xoxb');
    expect(await open({ rows }).store.fetchInstallation(team('T1'))).toEqual(ofTeam('T1', 'xoxb-one'));
  });

  it('of nobody: no tokens, and a request is refused with the way out', async () => {
    const { store } = open();
    expect(await store.tokensOf('T9')).toBeNull();
    await expect(store.fetchInstallation(team('T9'))).rejects.toThrow(/not installed.*install it again/);
  });

  it('that are made anew take the place of the old at once', async () => {
    const { store } = open();
    await store.storeInstallation(ofTeam('T1', 'old'));
    await store.tokensOf('T1');
    await store.storeInstallation(ofTeam('T1', 'new'));
    expect((await store.tokensOf('T1'))?.botToken).toBe('new');
  });

  it('are opened once, however often they are asked for', async () => {
    const rows = createMemoryInstallations();
    const reads: string[] = [];
    const counted: InstallationRows = {
      ...rows,
      get: (id) => {
        reads.push(id);
        return rows.get(id);
      },
    };
    const { store } = open({ rows: counted });
    await store.storeInstallation(ofTeam('T1', 'one'));
    for (let n = 0; n < 5; n += 1) await store.fetchInstallation(team('T1'));
    expect(reads).toEqual(['T1']);
  });

  it('can be changed by who fetched them without a change here', async () => {
    const { store } = open();
    await store.storeInstallation(ofTeam('T1', 'one'));
    const fetched = await store.fetchInstallation(team('T1'));
    if (fetched.bot !== undefined) fetched.bot.token = 'changed';
    expect((await store.tokensOf('T1'))?.botToken).toBe('one');
  });

  it('are gone once deleted, also for a read that was under way', async () => {
    const rows = createMemoryInstallations();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow: InstallationRows = { ...rows, get: async (id) => [await rows.get(id), await held][0] ?? null };
    const { store } = open({ rows: slow });
    await store.storeInstallation(ofTeam('T1', 'one'));
    const early = store.tokensOf('T1');
    await store.deleteInstallation(team('T1'));
    release();
    await early;
    expect(await store.tokensOf('T1')).toBeNull();
  });

  it('with a row in the place of another are damaged, not taken for it', async () => {
    const { store, rows } = open();
    await store.storeInstallation(ofTeam('T1', 'one'));
    const row = await rows.get('T1');
    if (row !== null) await rows.put({ ...row, id: 'T2' });
    await expect(store.tokensOf('T2')).rejects.toMatchObject({ code: 'store_unusable' });
  });
});

describe('an organization', () => {
  it('installs for all of its workspaces; background work needs the workspace alone', async () => {
    const { store, rows } = open();
    await store.storeInstallation(ofOrg('E1', 'org'));
    expect(await store.fetchInstallation(org('E1', 'T1'))).toEqual(ofOrg('E1', 'org'));
    expect((await open({ rows }).store.tokensOf('T1'))?.botToken).toBe('org');
    expect(await store.tokensOf('T2')).toBeNull();
  });

  it('leaves the installation that a workspace has of its own', async () => {
    const { store } = open();
    await store.storeInstallation(ofTeam('T1', 'own'));
    await store.storeInstallation(ofOrg('E1', 'org'));
    await store.fetchInstallation(org('E1', 'T1'));
    expect((await store.tokensOf('T1'))?.botToken).toBe('own');
  });

  it('is asked for by its workspaces in vain once it has uninstalled', async () => {
    const { store, clock } = open();
    await store.storeInstallation(ofOrg('E1', 'org'));
    await store.fetchInstallation(org('E1', 'T1'));
    await store.forget('E1', clock.now());
    expect(await store.tokensOf('T1')).toBeNull();
    await store.storeInstallation(ofTeam('T1', 'own'));
    expect((await store.tokensOf('T1'))?.botToken).toBe('own');
  });
});

describe('an event that says uninstalled', () => {
  it('makes it forgotten, and nothing else', async () => {
    const { store, rows, clock } = open();
    await store.storeInstallation(ofTeam('T1', 'one'));
    await store.storeInstallation(ofTeam('T2', 'two'));
    for (let n = 0; n < 2; n += 1) await store.forget('T1', clock.now());
    expect(await store.tokensOf('T1')).toBeNull();
    expect((await rows.list()).map(({ id }) => id)).toEqual(['T2']);
  });

  it('that comes late leaves what was installed since', async () => {
    const { store, clock } = open();
    const uninstalledMs = clock.now();
    await clock.advance(60_000);
    await store.storeInstallation(ofTeam('T1', 'again'));
    await store.forget('T1', uninstalledMs);
    expect((await store.tokensOf('T1'))?.botToken).toBe('again');
  });
});

describe('a look at start', () => {
  it('counts the installations', async () => {
    const { store } = open();
    await store.storeInstallation(ofTeam('T1', 'one'));
    await store.storeInstallation(ofOrg('E1', 'org'));
    await store.fetchInstallation(org('E1', 'T2'));
    expect(await store.check()).toBe(2);
  });

  it('refuses to go on with another secret', async () => {
    const { store, rows } = open();
    await store.storeInstallation(ofTeam('T1', 'one'));
    const other = open({ rows, secret: `${SECRET}!` }).store;
    const userMessage = expect.stringContaining('sealed with another FANOUT_SECRET_KEY');
    await expect(other.check()).rejects.toMatchObject({ code: 'bad_config', userMessage });
  });

  it('says which is damaged, and goes on with the others', async () => {
    const { store, rows, log } = open();
    await store.storeInstallation(ofTeam('T1', 'one'));
    await rows.put({ id: 'T2', name: null, sealed: 'v1.damaged', atMs: 1 });
    expect(await store.check()).toBe(1);
    expect(log.lines).toContainEqual(expect.objectContaining({ level: 'warn', fields: { team: 'T2' } }));
  });
});
