/**
 * What a Slack app for Fanout is, and what it may do: the manifest that `slack-manifest` prints, what an installation asks for, and what `doctor` looks for.
 */

/** What the listeners hear by these names. */
const COMMAND = '/fanout';
export const SHORTCUTS = { message: 'fanout_message', global: 'fanout_new' } as const;

export const SCOPES = {
  bot: [
    'commands',
    'app_mentions:read',
    'chat:write',
    'channels:history',
    'groups:history',
    'im:history',
    'mpim:history',
    'channels:read',
    'groups:read',
    'im:read',
    'mpim:read',
    'files:read',
    'files:write',
    'users:read',
  ],
  /** For Slack's own Stop button and suggested prompts; works without. */
  agent: ['assistant:write'],
  /** Who installs may leave these out: without, Fanout writes only where it is invited. */
  optional: ['chat:write.public'],
} as const;

const EVENTS = ['app_mention', 'message.im', 'app_home_opened', 'app_uninstalled', 'tokens_revoked'];
const AGENT_EVENTS = ['agent_session_stopped'];

/** Where Slack finds Fanout over HTTP. */
export const PATHS = { events: '/slack/events', install: '/slack/install', redirect: '/slack/oauth_redirect' } as const;

/** Stands where the address of an app over HTTP is not known yet: Slack takes no manifest without one. */
const PLACEHOLDER = 'https://example.com';

export interface ManifestOptions {
  /** Slack is listened to over a socket that Fanout opens: no address is needed. */
  readonly socket: boolean;
  /** Of Fanout as Slack reaches it, without a path; null: not known yet. Of no account with `socket`. */
  readonly url: string | null;
  /** As an agent, with its own place in Slack's sidebar; an app can't be made a mere bot again. */
  readonly agent: boolean;
}

export interface Manifest {
  readonly _metadata: { readonly major_version: 2; readonly minor_version: 1 };
  readonly display_information: { readonly name: string; readonly description: string; readonly background_color: string };
  readonly features: {
    readonly app_home: Readonly<Record<'home_tab_enabled' | 'messages_tab_enabled' | 'messages_tab_read_only_enabled', boolean>>;
    readonly bot_user: { readonly display_name: string; readonly always_online: boolean };
    readonly slash_commands: readonly SlashCommand[];
    readonly shortcuts: readonly Shortcut[];
    readonly agent_view?: {
      readonly agent_description: string;
      readonly suggested_prompts: readonly { readonly title: string; readonly message: string }[];
    };
  };
  readonly oauth_config: {
    readonly redirect_urls?: readonly string[];
    readonly scopes: { readonly bot: readonly string[]; readonly bot_optional: readonly string[] };
  };
  readonly settings: {
    readonly event_subscriptions: { readonly request_url?: string; readonly bot_events: readonly string[] };
    readonly interactivity: { readonly is_enabled: boolean; readonly request_url?: string };
    readonly org_deploy_enabled: boolean;
    readonly socket_mode_enabled: boolean;
    readonly token_rotation_enabled: boolean;
  };
}

interface SlashCommand {
  readonly command: string;
  readonly url?: string;
  readonly description: string;
  readonly usage_hint: string;
  readonly should_escape: boolean;
}

interface Shortcut {
  readonly name: string;
  readonly type: 'message' | 'global';
  readonly callback_id: string;
  readonly description: string;
}

export function toManifest({ socket, url, agent }: ManifestOptions): Manifest {
  const base = (url ?? PLACEHOLDER).replace(/\/+$/, '');
  const events = `${base}${PATHS.events}`;
  const requestUrl = socket ? {} : { request_url: events };
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: 'Fanout',
      description: 'One request as many lanes side by side, and one answer that accounts for every lane',
      background_color: '#1a1a2e',
    },
    features: {
      app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'Fanout', always_online: true },
      slash_commands: [
        {
          command: COMMAND,
          ...(socket ? {} : { url: events }),
          description: 'Run one request as many lanes',
          usage_hint: 'translate into 15 languages: <text>',
          should_escape: true,
        },
      ],
      shortcuts: [
        {
          name: 'Fan out this message',
          type: 'message',
          callback_id: SHORTCUTS.message,
          description: 'Run what this message says or holds as many lanes',
        },
        { name: 'New fan-out', type: 'global', callback_id: SHORTCUTS.global, description: 'Fill in a form for a new run' },
      ],
      ...(agent ? { agent_view: AGENT_VIEW } : {}),
    },
    oauth_config: {
      ...(socket ? {} : { redirect_urls: [`${base}${PATHS.redirect}`] }),
      scopes: { bot: [...SCOPES.bot, ...(agent ? SCOPES.agent : [])], bot_optional: SCOPES.optional },
    },
    settings: {
      event_subscriptions: { ...requestUrl, bot_events: [...EVENTS, ...(agent ? AGENT_EVENTS : [])] },
      interactivity: { is_enabled: true, ...requestUrl },
      org_deploy_enabled: true,
      socket_mode_enabled: socket,
      token_rotation_enabled: false,
    },
  };
}

const AGENT_VIEW = {
  agent_description: 'Cuts one request into independent lanes, runs them side by side, and merges one answer that accounts for every lane.',
  suggested_prompts: [
    { title: 'Translate', message: 'translate into 15 languages: Our new phone is out today.' },
    { title: 'Compare', message: 'for each of Berlin, Oslo and Porto: three things to see on a rainy day' },
    { title: 'Write variants', message: 'write 5 subject lines for our spring sale' },
    { title: 'Go step by step', message: 'research tea, then draft a post, then review it' },
  ],
} as const;
