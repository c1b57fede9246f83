import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Manifest, SCOPES, toManifest } from '#adapters/slack/manifest.ts';

const options = fc.record({
  socket: fc.boolean(),
  url: fc.constantFrom(null, 'https://fanout.example.org', 'https://fanout.example.org/'),
  agent: fc.boolean(),
});

/** As in Slack's own schema of manifests, version 2: the most characters of each text. */
function textsOf({ display_information, features }: Manifest): [text: string, most: number][] {
  const { agent_view } = features;
  return [
    [display_information.name, 35],
    [display_information.description, 140],
    [features.bot_user.display_name, 80],
    ...features.slash_commands.flatMap((it): [string, number][] => [
      [it.command, 32],
      [it.description, 2_000],
      [it.usage_hint, 1_000],
    ]),
    ...features.shortcuts.flatMap((it): [string, number][] => [
      [it.name, 24],
      [it.description, 150],
      [it.callback_id, 255],
    ]),
    ...(agent_view === undefined ? [] : ([[agent_view.agent_description, 300]] as [string, number][])),
  ];
}

const urlsIn = (manifest: Manifest): string[] => JSON.stringify(manifest).match(/https?:[^"]+/g) ?? [];

describe('the manifest of a Slack app', () => {
  it('keeps to what Slack takes, however it is asked for', () => {
    fc.assert(
      fc.property(options, (asked) => {
        const manifest = toManifest(asked);
        for (const [text, most] of textsOf(manifest)) {
          expect(text.length).toBeGreaterThan(0);
          expect(text.length).toBeLessThanOrEqual(most);
        }
        expect(manifest.features.shortcuts.length).toBeLessThanOrEqual(10);
        expect(manifest.features.agent_view?.suggested_prompts.length ?? 1).toBeLessThanOrEqual(4);
        expect(manifest.display_information.background_color).toMatch(/^#[0-9a-f]{6}$/);
        expect(manifest.features.slash_commands.every(({ command }) => /^\/[a-z]+$/.test(command))).toBe(true);
        const { bot, bot_optional } = manifest.oauth_config.scopes;
        expect(new Set([...bot, ...bot_optional]).size).toBe(bot.length + bot_optional.length);
        expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest);
      }),
    );
  });

  it('for a socket has no address anywhere', () => {
    const manifest = toManifest({ socket: true, url: 'https://fanout.example.org', agent: true });
    expect(urlsIn(manifest)).toEqual([]);
    expect(manifest.settings.socket_mode_enabled).toBe(true);
    expect(manifest.oauth_config).not.toHaveProperty('redirect_urls');
  });

  it('for HTTP sends everything to one address, and people who install back', () => {
    const manifest = toManifest({ socket: false, url: 'https://fanout.example.org/', agent: true });
    expect(manifest.settings).toMatchObject({
      socket_mode_enabled: false,
      event_subscriptions: { request_url: 'https://fanout.example.org/slack/events' },
      interactivity: { is_enabled: true, request_url: 'https://fanout.example.org/slack/events' },
    });
    expect(manifest.features.slash_commands[0]?.url).toBe('https://fanout.example.org/slack/events');
    expect(manifest.oauth_config.redirect_urls).toEqual(['https://fanout.example.org/slack/oauth_redirect']);
  });

  it('has a place for an address that is not known yet', () => {
    const manifest = toManifest({ socket: false, url: null, agent: false });
    expect(urlsIn(manifest).every((url) => url.startsWith('https://example.com/slack/'))).toBe(true);
    expect(urlsIn(manifest)).toHaveLength(4);
  });

  it('for a mere bot asks for nothing of an agent', () => {
    const manifest = toManifest({ socket: true, url: null, agent: false });
    expect(manifest.features).not.toHaveProperty('agent_view');
    expect(JSON.stringify(manifest)).not.toMatch(/assistant|agent/);
    expect(manifest.oauth_config.scopes.bot).toEqual(SCOPES.bot);
  });

  it('for an agent has the Stop button and what that needs', () => {
    const { settings, oauth_config } = toManifest({ socket: true, url: null, agent: true });
    expect(settings.event_subscriptions.bot_events).toContain('agent_session_stopped');
    expect(oauth_config.scopes.bot).toContain('assistant:write');
  });

  it('never hears every message of a channel: a mention would come twice', () => {
    const { bot_events } = toManifest({ socket: true, url: null, agent: true }).settings.event_subscriptions;
    expect(bot_events.filter((event) => event.startsWith('message.'))).toEqual(['message.im']);
  });
});
