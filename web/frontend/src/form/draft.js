/** Typed answers outlive an accidental reload in session storage, and are forgotten when they have been sent. */
export function keepDraft(key) {
  if (!key) return { read: () => ({}), write: () => {}, forget: () => {} };
  const name = `polku:draft:${key}`;
  let sent = false;
  return {
    read() {
      try {
        return JSON.parse(sessionStorage.getItem(name)) ?? {};
      } catch {
        sessionStorage.removeItem(name);
        return {};
      }
    },
    write(data) {
      if (sent) return;
      try {
        sessionStorage.setItem(name, JSON.stringify(data));
      } catch (error) {
        // full or forbidden storage must not stop anybody from filling in the form
        console.warn('The draft could not be kept:', error);
      }
    },
    forget() {
      sent = true;
      sessionStorage.removeItem(name);
    },
  };
}
