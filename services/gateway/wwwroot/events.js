// A job's events as they happen. EventSource sends no headers, so the stream is read by hand.
import { ApiError, json, pause, request } from "./api.js";

const over = new Set(["completed", "failed", "cancelled"]);

export const isOver = (job) => over.has(job.state);

const isOlder = (a, b) => a.revision < b.revision || (a.revision === b.revision && a.progress.frames_segmented < b.progress.frames_segmented);

// Calls `tell` with the job each time it has changed, until it is over or `signal` fires.
export async function watch(job, tell, signal) {
  let last = null, failures = 0;
  while (!signal.aborted) {
    try {
      const more = last === null ? { Accept: "text/event-stream" } : { Accept: "text/event-stream", "Last-Event-ID": last };
      const response = await request(job.links.events, { more, signal });
      if (!response.body || response.status === 204) return;
      for await (const event of read(response.body)) {
        failures = 0;
        if (event.id !== null) last = event.id;
        if (event.data === "") continue;
        const now = JSON.parse(event.data);
        // The stream begins with what has long been.
        if (isOlder(now, job)) continue;
        tell(job = now);
        if (isOver(job)) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && error.status < 500 && error.status !== 429) throw error;
    }
    if (signal.aborted) return;
    // The stream has ended: the server may have been replaced.
    await pause(Math.min(2 ** failures++, 16) * 500, signal).catch(() => {});
    if (signal.aborted) return;
    const now = await json(job.links.self, { signal }).catch(() => null);
    if (now) tell(job = now);
    if (isOver(job)) return;
  }
}

// The events of a stream (WHATWG HTML, 9.2).
export async function* read(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "", event = { id: null, type: "message", data: [] };
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      rest += value;
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop();
      for (const line of lines) {
        if (line === "") {
          if (event.data.length) yield { ...event, data: event.data.join("\n") };
          event = { id: event.id, type: "message", data: [] };
          continue;
        }
        const [, name, text] = /^([^:]*)(?:: ?(.*))?$/s.exec(line);
        if (name === "data") event.data.push(text ?? "");
        else if (name === "id") event.id = text ?? "";
        else if (name === "event") event.type = text ?? "";
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
