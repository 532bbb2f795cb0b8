/** `element('button', { class: 'btn', onclick }, 'Save')`: DOM without markup in strings, so nothing needs escaping. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export function icon(name) {
  return element('span', { class: `pk-icon pk-icon-${name}`, 'aria-hidden': 'true' });
}

/** A button that shows only an icon; the label is its name and its tooltip. */
export function iconButton(name, label, onclick, attributes = {}) {
  return element('button', { type: 'button', class: 'btn btn-sm btn-secondary', title: label, 'aria-label': label, onclick, ...attributes }, icon(name));
}
