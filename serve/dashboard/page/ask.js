/** The answer of the server, or an error that says what happened in words for people. */
export async function ask(path) {
  const response = await fetch(path).catch(() => undefined);
  if (!response)
    throw new Error('The server does not answer; is it running? Reload the page to try again.');
  const body = await response.json().catch(() => undefined);
  if (!response.ok || !body)
    throw new Error(body?.detail ?? `The server failed (HTTP ${response.status}); see its log.`);
  return body;
}

/** A path with a query, each value encoded. */
export function pathOf(path, query) {
  return `${path}?${new URLSearchParams(query)}`;
}
