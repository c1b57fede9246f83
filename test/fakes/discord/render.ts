import { type Fields, toFields, toFieldsList, toText } from './fields.ts';

function control(component: Fields): string {
  if (component.type === 2) {
    const label = toText(component.label) || toText(toFields(component.emoji).name);
    return component.url === undefined ? `[${label}]` : `[${label}](${toText(component.url)})`;
  }
  return `[${toText(component.placeholder) || 'choose'} ▾]`;
}

const fileName = (url: unknown): string => toText(url).replace(/^attachment:\/\//, '');

/** A component as plain text, as a person reads it. */
function renderComponent(component: Fields): string {
  const inner = toFieldsList(component.components);
  switch (component.type) {
    case 1:
      return inner.map(control).join(' ');
    case 9: {
      const accessory = toFields(component.accessory);
      return [...inner.map(renderComponent), accessory.type === 2 ? control(accessory) : '(image)'].join('\n');
    }
    case 10:
      return toText(component.content);
    case 12:
      return toFieldsList(component.items)
        .map((item) => `(image: ${fileName(toFields(item.media).url)})`)
        .join(' ');
    case 13:
      return `(file: ${fileName(toFields(component.file).url)})`;
    case 14:
      return component.divider === false ? '' : '---';
    case 17:
      return inner.map(renderComponent).join('\n');
    default:
      return '';
  }
}

export const renderComponents = (components: readonly Fields[]): string =>
  components
    .map(renderComponent)
    .filter((part) => part !== '')
    .join('\n');

export function renderEmbed(embed: Fields): string {
  const fields = toFieldsList(embed.fields).map(({ name, value }) => `${toText(name)}: ${toText(value)}`);
  const parts = [toFields(embed.author).name, embed.title, embed.description, ...fields, toFields(embed.footer).text];
  return parts
    .map(toText)
    .filter((part) => part !== '')
    .join('\n');
}
