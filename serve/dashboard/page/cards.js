import { element } from './element.js';

/** Cards of a label, a value and a word more; those without a value are left out. */
export function cardsOf(cards) {
  return cards
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([label, value, more]) =>
      element(
        'div',
        [element('small', label), element('strong', String(value)), element('small', more)],
        'card',
      ),
    );
}
