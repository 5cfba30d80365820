// Requests to the API, with the key of this tab.

const place = "rvos.key";

export const key = {
  get: () => sessionStorage.getItem(place),
  set: (text) => sessionStorage.setItem(place, text),
  forget: () => sessionStorage.removeItem(place),
};

export function headers(more = {}) {
  return key.get() ? { Authorization: `Bearer ${key.get()}`, ...more } : more;
}

// What the server said is wrong (problem details, RFC 9457).
export class ApiError extends Error {
  constructor(status, problem, retryAfter) {
    super(problem.detail ?? problem.title ?? `The server answered ${status}.`);
    this.status = status;
    this.field = problem.field;
    this.retryAfter = retryAfter;
  }

  static async of(response) {
    const text = await response.text().catch(() => "");
    let problem = {};
    try {
      problem = JSON.parse(text) ?? {};
    } catch {
      // A proxy in between may answer in HTML: the status is all there is to say.
    }
    return new ApiError(response.status, problem, Number(response.headers.get("Retry-After")) || null);
  }
}

export const pause = (ms, signal) => new Promise((resolve, reject) => {
  const timer = setTimeout(resolve, ms);
  signal?.addEventListener("abort", () => { clearTimeout(timer); reject(signal.reason); }, { once: true });
});

// An answer that is good. Reads are tried again when the server asks for patience.
export async function request(path, { method = "GET", more = {}, body, signal, tries = 3 } = {}) {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(path, { method, headers: headers(more), body, signal, cache: "no-cache" });
    if (response.ok) return response;
    const error = await ApiError.of(response);
    const isLater = error.status === 429 || error.status === 503;
    if (method !== "GET" || !isLater || attempt === tries) throw error;
    await pause(Math.min(error.retryAfter ?? 1, 20) * 1000, signal);
  }
}

export async function json(path, options) {
  return (await request(path, options)).json();
}

export function post(path, value, more = {}) {
  return json(path, { method: "POST", body: JSON.stringify(value), more: { "Content-Type": "application/json", ...more } });
}

// The same key for the same press of a button: a request that is sent twice makes one job. (randomUUID wants https.)
export function nonce() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
