import type { APIComponentInContainer, APIComponentInMessageActionRow, APIMessageTopLevelComponent } from 'discord-api-types/v10';
import { ComponentType } from 'discord-api-types/v10';
import type { DiscordMessage } from '#adapters/discord/message.ts';

/** A message as a person reads it: marks of small print and escapes gone, buttons and menus in brackets. Other marks stay. */
export const toShown = (message: DiscordMessage): string =>
  message.kind === 'file' ? plain(message.comment) : message.components.map(shownComponent).join('\n');

const plain = (text: string): string =>
  text
    .replace(/^-# /gm, '')
    .replace(/\\([^0-9A-Za-z\s])/g, '$1')
    .replace(/\u200b/g, '');

function shownComponent(component: APIMessageTopLevelComponent | APIComponentInContainer): string {
  switch (component.type) {
    case ComponentType.TextDisplay:
      return plain(component.content);
    case ComponentType.Separator:
      return '────';
    case ComponentType.Container:
      return component.components.map(shownComponent).join('\n');
    case ComponentType.ActionRow:
      return component.components.map(shownAction).join(' ');
    default:
      throw new Error(`not shown: ${component.type}`);
  }
}

function shownAction(action: APIComponentInMessageActionRow): string {
  if (action.type === ComponentType.Button) return `[${'label' in action ? action.label : ''}]`;
  if (action.type !== ComponentType.StringSelect) throw new Error(`not shown: ${action.type}`);
  const [first] = action.options;
  return `[${action.placeholder} ▾ ${action.options.length}: ${first?.label}, …]`;
}
