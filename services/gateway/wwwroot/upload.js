// Uploads that go on where they stopped (tus 1.0), also after the page was loaded anew.
import { ApiError, headers, pause, request } from "./api.js";

const piece = 32 * 1024 * 1024, tries = 8;
const version = { "Tus-Resumable": "1.0.0" };
const place = (file) => `rvos.upload:${file.name}:${file.size}:${file.lastModified}`;

export class Upload {
  #file;
  #onProgress;
  #sending = null;
  #url = null;
  isPaused = false;

  constructor(file, onProgress) {
    this.#file = file;
    this.#onProgress = onProgress;
  }

  // The id of the video; null when it was paused.
  async run() {
    this.isPaused = false;
    for (let failures = 0; ; ) {
      try {
        const { offset, video } = await this.#find() ?? await this.#create();
        if (video) return this.#done(video);
        let at = offset;
        while (!this.isPaused) {
          const answer = await this.#send(at);
          failures = 0;
          if (answer.video) return this.#done(answer.video);
          at = answer.offset;
        }
        return null;
      } catch (error) {
        if (this.isPaused) return null;
        if (error instanceof ApiError && !this.#mayMend(error)) throw error;
        if (++failures === tries) throw error;
        this.#onProgress({ waits: true });
        await pause(Math.min(2 ** failures, 20) * 500);
      }
    }
  }

  pause() {
    this.isPaused = true;
    this.#sending?.abort();
  }

  #mayMend({ status }) {
    if (status === 404 || status === 410) this.#forget();
    return status === 404 || status === 409 || status === 410 || status === 423 || status === 429 || status >= 500;
  }

  #done(video) {
    this.#forget();
    return video;
  }

  #forget() {
    this.#url = null;
    localStorage.removeItem(place(this.#file));
  }

  // How far an upload of this file got; null where there is none.
  async #find() {
    this.#url ??= localStorage.getItem(place(this.#file));
    if (!this.#url) return null;
    try {
      const response = await request(this.#url, { method: "HEAD", more: version });
      return this.#read(response.headers);
    } catch (error) {
      if (error.status !== 404 && error.status !== 410) throw error;
      this.#forget();
      return null;
    }
  }

  async #create() {
    const name = btoa(String.fromCharCode(...new TextEncoder().encode(this.#file.name)));
    const response = await request("/v1/uploads", { method: "POST", more: { ...version, "Upload-Length": this.#file.size, "Upload-Metadata": `filename ${name}` } });
    this.#url = new URL(response.headers.get("Location"), location.href).pathname;
    localStorage.setItem(place(this.#file), this.#url);
    return { offset: 0, video: null };
  }

  #read(from) {
    return { offset: Number(from.get("Upload-Offset")), video: from.get("X-Rvos-Video") };
  }

  // fetch() does not tell how much has left; XMLHttpRequest does.
  #send(offset) {
    return new Promise((resolve, reject) => {
      const body = this.#file.slice(offset, offset + piece), xhr = this.#sending = new XMLHttpRequest();
      xhr.open("PATCH", this.#url);
      const all = headers({ ...version, "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" });
      for (const [name, value] of Object.entries(all)) xhr.setRequestHeader(name, value);
      xhr.upload.onprogress = (event) => this.#onProgress({ sent: offset + Math.min(event.loaded, body.size) });
      xhr.onload = async () => {
        const from = new Headers(xhr.getAllResponseHeaders().trim().split(/\r?\n/).map((line) => line.split(/:\s*(.*)/s).slice(0, 2)));
        if (xhr.status >= 200 && xhr.status < 300) resolve(this.#read(from));
        else reject(await ApiError.of(new Response(xhr.response, { status: xhr.status, headers: from })));
      };
      xhr.onerror = xhr.ontimeout = () => reject(new Error("The connection was lost."));
      xhr.onabort = () => reject(new Error("Paused."));
      xhr.send(body);
    });
  }
}
