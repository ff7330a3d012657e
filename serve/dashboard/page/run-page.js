import { byId } from './element.js';
import { attachSearch } from './search.js';

let turns = 0;

/**
 * Runs what fills a page: now, and again after Back or Forward. What goes wrong is said at the top,
 * and the page shows nothing old as if it were new.
 * @param {(isNewest: () => boolean) => Promise<void>} work
 */
export function runPage(work) {
  attachSearch();
  const run = async () => {
    turns += 1;
    const mine = turns;
    try {
      await work(() => mine === turns);
      if (mine === turns) byId('trouble').hidden = true;
    } catch (error) {
      if (mine !== turns) return;
      byId('figures').replaceChildren();
      byId('trouble').hidden = false;
      byId('trouble').textContent = error.message;
    }
    // Tests and readers of screens wait for this.
    if (mine === turns) byId('figures').setAttribute('aria-busy', 'false');
  };
  const start = () => {
    byId('figures').setAttribute('aria-busy', 'true');
    return run();
  };
  addEventListener('popstate', start);
  start();
  return start;
}
