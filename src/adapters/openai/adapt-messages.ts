import type { Message } from '#core/lanes/prompt.ts';
import type { Provider } from './capabilities.ts';

/** A message as it goes over the wire: `developer` is what some models call the system role. */
export interface WireMessage {
  readonly role: 'system' | 'developer' | 'user';
  readonly content: string;
}

const joined = (messages: readonly Message[]): string => messages.map((message) => message.content).join('\n\n');

/** The same messages as this provider takes them. No word is lost; system messages may move to the front. */
export function adaptMessages(messages: readonly Message[], provider: Provider): WireMessage[] {
  const system = messages.filter((message) => message.role === 'system');
  const rest = messages.filter((message) => message.role !== 'system');
  const { systemRole } = provider;
  if (system.length === 0) return rest.map(({ content }) => ({ role: 'user', content }));
  if (systemRole === 'user') {
    const [first, ...others] = rest;
    const opening = first === undefined ? system : [...system, first];
    return [joined(opening), ...others.map((message) => message.content)].map((content) => ({ role: 'user', content }));
  }
  if (!provider.multipleSystemMessages) return [{ role: systemRole, content: joined(system) }, ...rest];
  return messages.map(({ role, content }) => ({ role: role === 'system' ? systemRole : role, content }));
}
