import type { Installation, InstallationQuery, InstallationStore as SlackInstallationStore } from '@slack/oauth';
import { FanoutError } from '#core/errors.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { InstallationRow, InstallationRows } from './installation-rows.ts';
import type { Seal } from './seal.ts';

/** What a call in one workspace's name takes. */
export interface Tokens {
  readonly botToken: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly appId: string | null;
}

/** Who installed Fanout, for Slack's OAuth flow and for work in the background. Safe to share; every change is seen at once. */
export interface InstallationStore extends Required<SlackInstallationStore> {
  /** Null for a workspace that has not installed Fanout, nor has its organization. */
  tokensOf(teamId: string): Promise<Tokens | null>;
  /**
   * What `app_uninstalled` calls for, and `tokens_revoked` that names a bot token. `id` is the workspace's, or the organization's when it was installed there. What was installed after `atMs` stays: Slack
   * delivers events late and again.
   */
  forget(id: string, atMs: number): Promise<void>;
  /** Opens everything there is, and says how many installations that is; damaged ones are logged. Rejects with `FanoutError` `bad_config` when another secret sealed them: ask at start. */
  check(): Promise<number>;
}

export interface InstallationStoreDeps {
  readonly rows: InstallationRows;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * What is sealed in a row. `within`: the organization's installation covers this workspace; kept since background work knows the workspace alone, and worth nothing once the organization's is gone.
 */
type Content = { readonly kind: 'installed'; readonly installation: Installation } | { readonly kind: 'within'; readonly orgId: string };

export function createInstallationStore({ rows, seal, clock, log }: InstallationStoreDeps): InstallationStore {
  // Slack's every request asks for one, and waits.
  const opened = new Map<string, Content>();
  // A row read before a change must not be remembered after it.
  let changes = 0;

  const open = ({ id, sealed }: InstallationRow): Content => JSON.parse(seal.open(sealed, id)) as Content;

  async function get(id: string): Promise<Content | null> {
    const known = opened.get(id);
    if (known !== undefined) return known;
    const before = changes;
    const row = await rows.get(id);
    if (row === null) return null;
    const content = open(row);
    if (before === changes) opened.set(id, content);
    return content;
  }

  async function change(id: string, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } finally {
      changes += 1;
      opened.delete(id);
    }
  }

  const put = (id: string, name: string | null, content: Content): Promise<void> =>
    change(id, () => rows.put({ id, name, sealed: seal.seal(JSON.stringify(content), id), atMs: clock.now() }));
  const remove = (id: string): Promise<void> => change(id, () => rows.remove(id));

  async function find(id: string): Promise<Installation | null> {
    const content = await get(id);
    if (content?.kind !== 'within') return content?.installation ?? null;
    const org = await get(content.orgId);
    return org?.kind === 'installed' ? org.installation : null;
  }

  /** A workspace's own installation stays. */
  async function noteWithin(teamId: string, orgId: string): Promise<void> {
    const known = await get(teamId);
    if (known === null || (known.kind === 'within' && known.orgId !== orgId)) await put(teamId, null, { kind: 'within', orgId });
  }

  return {
    async storeInstallation(installation) {
      const { id, name } = toOwner(installation as Installation);
      await put(id, name, { kind: 'installed', installation: installation as Installation });
      log.info({ team: id }, 'slack: installed');
    },
    async fetchInstallation(query) {
      const id = toId(query);
      const installation = await find(id);
      if (installation === null) throw new FanoutError('bad_config', NOT_INSTALLED);
      const teamId: string | null | undefined = query.teamId;
      if (installation.isEnterpriseInstall === true && teamId && teamId !== id) await noteWithin(teamId, id);
      // The caller writes into it when it renews tokens.
      return structuredClone(installation);
    },
    deleteInstallation: (query) => remove(toId(query)),
    async tokensOf(teamId) {
      const installation = await find(teamId);
      if (installation?.bot === undefined) return null;
      const { token, userId, id } = installation.bot;
      return { botToken: token, botUserId: userId, botId: id, appId: installation.appId ?? null };
    },
    async forget(id, atMs) {
      const row = await rows.get(id);
      if (row === null || row.atMs > atMs) return;
      await remove(id);
      log.info({ team: id }, 'slack: uninstalled');
    },
    async check() {
      let count = 0;
      for (const row of await rows.list()) {
        try {
          if (open(row).kind === 'installed') count += 1;
        } catch (error) {
          if (!(error instanceof FanoutError) || error.code !== 'store_unusable') throw error;
          log.warn({ team: row.id }, 'slack: an installation is damaged, and has to be made anew');
        }
      }
      return count;
    },
  };
}

const NOT_INSTALLED = 'Fanout is not installed in this workspace, or not any more: install it again.';

/** Slack says null for what it does not know, whatever its types say. */
const toId = ({ isEnterpriseInstall, enterpriseId, teamId }: InstallationQuery<boolean>): string => {
  const id = (isEnterpriseInstall ? enterpriseId : null) ?? teamId;
  if (id === undefined || id === null) throw new Error('an installation was asked for without workspace and organization');
  return id;
};

function toOwner({ isEnterpriseInstall, enterprise, team, bot }: Installation): { readonly id: string; readonly name: string | null } {
  const owner = isEnterpriseInstall === true ? enterprise : team;
  if (owner === undefined || bot === undefined) throw new Error('an installation came without its workspace, or without a bot');
  return { id: owner.id, name: owner.name ?? null };
}
