/** Makes an element with text or children. Text is never read as HTML. */
export function element(name, content, className = '') {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...[content].flat());
  return made;
}

/** A link with text. */
export function link(href, text) {
  const made = element('a', text);
  made.setAttribute('href', href);
  return made;
}

/** What can be opened; its content is made when it is, since most of it stays closed. */
export function opening(summary, make) {
  const made = element('details', element('summary', summary));
  made.addEventListener('toggle', () => made.append(make()), { once: true });
  return made;
}

export const byId = (id) => document.getElementById(id);
