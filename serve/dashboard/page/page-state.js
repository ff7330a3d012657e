/** The page's choices, which are in its address: a link keeps them. */
export const state = () => new URLSearchParams(location.search);

/** Changes choices; an empty one is removed. `isStep`: the browser's Back returns from it. */
export function choose(changes, isStep = false) {
  const next = state();
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') next.delete(name);
    else next.set(name, value);
  }
  history[isStep ? 'pushState' : 'replaceState'](null, '', `?${next}`);
}

/** A labelled list of choices, `[value, text]`, of which one is chosen. */
export function choices(label, options, chosen, onChange) {
  const select = document.createElement('select');
  select.append(...options.map(([value, text]) => new Option(text, value)));
  select.value = chosen;
  select.addEventListener('change', () => onChange(select.value));
  const made = document.createElement('label');
  made.append(`${label} `, select);
  return made;
}
