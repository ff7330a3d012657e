const MOST_AHEAD = 8;

/**
 * Fetches a value for each item, up to eight items ahead of the one in use. Returns a function
 * that waits for an item's value.
 *
 * Statements queue on one connection: a distant server costs one round trip, not one per item.
 */
export function prefetch<Item, Value>(
  items: readonly Item[],
  fetchValue: (item: Item) => Promise<Value>,
): (item: Item) => Promise<Value> {
  const waiting = [...items];
  const values = new Map<Item, Promise<Value>>();
  const fetchNext = () => {
    for (const item of waiting.splice(0, 1)) {
      const value = fetchValue(item);
      // Nobody may await it any more when it fails: that is no unhandled rejection.
      value.catch(() => {});
      values.set(item, value);
    }
  };
  for (let count = 0; count < MOST_AHEAD; count += 1) fetchNext();
  return (item) => {
    fetchNext();
    return values.get(item) ?? fetchValue(item);
  };
}
