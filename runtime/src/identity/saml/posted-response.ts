/** The response in the form that a browser posts. (SAML 2.0 bindings, section 3.5.) It is never inflated: that belongs to the other binding. */

/** Whitespace may stand between; four characters are three bytes. */
const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

/** The XML text; null where there is none, or more than one. `RelayState` is left alone: what began here says itself where it goes on. */
export function postedResponse(form: URLSearchParams): string | null {
  const [encoded = '', ...others] = form.getAll('SAMLResponse');
  if (encoded === '' || others.length > 0 || !BASE64.test(encoded)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(encoded, 'base64'));
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
