// The masks of a job, fetched when they are looked at.
import { request } from "./api.js";
import { paint } from "./palette.js";

const most = 64;

export class Masks {
  #cache = new Map();
  #job;
  seen = new Set();

  constructor(job) {
    this.#job = job;
  }

  update(job) {
    if (job.revision !== this.#job.revision) this.#cache.clear();
    this.#job = job;
  }

  // A mask ready to be drawn: { canvas, ids, width, height }; null while there is none.
  async get(frame, signal) {
    if (frame >= this.#job.progress.frames_segmented) return null;
    if (this.#cache.has(frame)) return this.#cache.get(frame);
    const revision = this.#job.revision;
    const response = await request(this.#job.links.mask.replace("{frame}", frame), { signal });
    const picture = await createImageBitmap(await response.blob(), { colorSpaceConversion: "none", premultiplyAlpha: "none" });
    const canvas = new OffscreenCanvas(picture.width, picture.height), context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(picture, 0, 0);
    picture.close();
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height), { ids, seen } = paint(pixels);
    context.putImageData(pixels, 0, 0);
    for (const id of seen) this.seen.add(id);
    const mask = { canvas, ids, width: canvas.width, height: canvas.height };
    if (revision === this.#job.revision) {
      this.#cache.set(frame, mask);
      if (this.#cache.size > most) this.#cache.delete(this.#cache.keys().next().value);
    }
    return mask;
  }
}
