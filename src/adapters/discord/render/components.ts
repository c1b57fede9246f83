import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIContainerComponent,
  type APIMessageTopLevelComponent,
  type APISelectMenuOption,
  type APISeparatorComponent,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import type { DiscordMessage } from '../message.ts';

export type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** Markdown that is safe to show; none for no text. */
export const text = (content: string): APITextDisplayComponent[] => (content === '' ? [] : [{ type: ComponentType.TextDisplay, content }]);

/** Small and grey, a line each. */
export const small = (lines: readonly string[]): APITextDisplayComponent[] => text(lines.map((line) => `-# ${line}`).join('\n'));

export const RULE: APISeparatorComponent = { type: ComponentType.Separator };

/** As it is, in a fixed-width font. */
export const preformatted = (content: string): APITextDisplayComponent[] =>
  text(`\`\`\`\n${content.replace(/`(?=``)/g, '`\u200b')}\n\`\`\``);

export const container = (accent_color: number, components: readonly APIComponentInContainer[]): APIContainerComponent => ({
  type: ComponentType.Container,
  accent_color,
  components: [...components],
});

const STYLES = { plain: ButtonStyle.Secondary, primary: ButtonStyle.Success, danger: ButtonStyle.Danger } as const;

export const button = (custom_id: string, label: string, tone: keyof typeof STYLES = 'plain'): APIButtonComponentWithCustomId => ({
  type: ComponentType.Button,
  style: STYLES[tone],
  custom_id,
  label,
});

export const buttons = (components: readonly APIButtonComponentWithCustomId[]): Row[] =>
  components.length === 0 ? [] : [{ type: ComponentType.ActionRow, components: [...components] }];

/** At most 25 options; none without. */
export const menu = (custom_id: string, placeholder: string, options: readonly APISelectMenuOption[]): Row[] =>
  options.length === 0
    ? []
    : [
        {
          type: ComponentType.ActionRow,
          components: [{ type: ComponentType.StringSelect, custom_id, placeholder, options: [...options] }],
        },
      ];

export const toMessage = (...components: readonly APIMessageTopLevelComponent[]): DiscordMessage => ({ kind: 'message', components });
