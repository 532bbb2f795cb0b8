/** JSON over fetch: every answer, refusals and network failures included, comes back as `{ status, body }`. */
export async function send(method, url, payload, csrf) {
  let response;
  try {
    response = await fetch(url, {
      method,
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRFToken': csrf ?? '' },
      credentials: 'same-origin',
      body: JSON.stringify(payload),
    });
  } catch {
    return { status: 0, body: {} };
  }
  const isJson = response.headers.get('Content-Type')?.includes('json');
  // A sign-in page instead of an answer means that the session ended while the person was typing.
  if (response.redirected && !isJson) return { status: 401, body: {} };
  try {
    return { status: response.status, body: isJson ? await response.json() : {} };
  } catch {
    return { status: response.ok ? 502 : response.status, body: {} };
  }
}

export async function load(url) {
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
  return response.text();
}
