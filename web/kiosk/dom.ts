type Child = Node | string | undefined | false;
type Properties = Record<string, string | number | boolean | ((event: Event) => void)>;

/** Makes an element. A property whose value is a function listens to the event of its name. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  return furnish(document.createElement(tag), properties, children);
}

const SVG = 'http://www.w3.org/2000/svg';

export function drawn<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  properties: Properties = {},
  ...children: Child[]
): SVGElementTagNameMap[Tag] {
  return furnish(document.createElementNS(SVG, tag), properties, children);
}

/** Style is set through the object model: as an attribute, the page's content security policy would refuse it. */
function furnish<Made extends Element & ElementCSSInlineStyle>(
  made: Made,
  properties: Properties,
  children: Child[],
): Made {
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (name === 'style') made.style.cssText = String(value);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child): child is Node | string => Boolean(child)));
  return made;
}

/**
 * The element of the page with this id.
 *
 * @throws Error where the page has none.
 */
export function byId<Made extends Element>(id: string): Made {
  const found = document.querySelector<Made>(`#${id}`);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
}
