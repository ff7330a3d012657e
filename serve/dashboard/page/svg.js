/**
 * Makes an SVG element. Values become attributes and text, never markup.
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {string | Node | (string | Node)[]} children
 */
export function svg(name, attributes = {}, children = []) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...[children].flat());
  return made;
}

/** The width of a plot, equal to its place so that text keeps its size, and whether that is wide. */
export function widthOf(place) {
  const width = Math.min(1080, Math.max(280, place.clientWidth));
  return { width, isWide: width >= 700 };
}
