import { checkDepth } from './depth.ts';
import { type DomElement, parseXmlDocument } from './dom.ts';

/** Part of an XML document. Prefixes are dropped from names: which one a program picks means nothing. */
export interface XmlElement {
  readonly name: string;
  readonly element: DomElement;
}

/** The root of a part. Throws where there is none. */
export function parseXml(bytes: Buffer): XmlElement {
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  checkDepth(text, 'xml');
  const root = parseXmlDocument(text).documentElement;
  if (root === null) throw new TypeError('an XML part without a root');
  return toXml(root);
}

/** Everything under `from` that has one of these names, in the document's order, at any depth; not what is inside a find. */
export function find(from: XmlElement, ...names: readonly string[]): XmlElement[] {
  const found: XmlElement[] = [];
  const open = childrenOf(from).reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (names.includes(next.name)) found.push(next);
    else for (const child of childrenOf(next).reverse()) open.push(child);
  }
  return found;
}

export function childrenOf({ element }: XmlElement): XmlElement[] {
  return [...element.children].map(toXml);
}

/** By its whole name, else by what follows a prefix: `id` is `r:id` where `id` alone is not there. */
export function attributeOf({ element }: XmlElement, name: string): string | null {
  const attributes = [...element.attributes];
  const found = attributes.find((it) => it.name === name) ?? attributes.find((it) => it.name.endsWith(`:${name}`));
  return found?.value ?? null;
}

function toXml(element: DomElement): XmlElement {
  return { name: element.tagName.replace(/^.*:/, ''), element };
}
