// Where the pictures of frames come from: the file that was chosen in this tab, or the server's preview of the first one.
import { request } from "./api.js";

export class Frames {
  #video = null;
  #picture = null;
  #rate = 25;
  #queue = Promise.resolve();
  width = 16;
  height = 9;

  // A file: every frame, where the browser can read it.
  async openFile(file) {
    const video = document.createElement("video");
    Object.assign(video, { muted: true, playsInline: true, preload: "auto", src: URL.createObjectURL(file) });
    try {
      await once(video, "loadeddata");
      [this.width, this.height] = [video.videoWidth, video.videoHeight];
      this.#video = video;
    } catch {
      URL.revokeObjectURL(video.src);
    }
    return this.#video !== null;
  }

  // What the server knows of the video. Its count of frames says which time is which frame.
  async describe(video) {
    [this.width, this.height] = [video.width, video.height];
    if (video.frames && video.duration) this.#rate = video.frames / video.duration;
    if (this.#video || this.#picture) return;
    const response = await request(video.preview).catch(() => null);
    if (response) this.#picture = await createImageBitmap(await response.blob());
  }

  get isComplete() {
    return this.#video !== null;
  }

  // Draws a frame; false where there is no picture of it.
  async draw(context, frame) {
    const { width, height } = context.canvas;
    if (this.#video) {
      await (this.#queue = this.#queue.then(() => this.#seek((frame + 0.5) / this.#rate)));
      context.drawImage(this.#video, 0, 0, width, height);
      return true;
    }
    context.fillStyle = "#14181a";
    context.fillRect(0, 0, width, height);
    if (!this.#picture) return false;
    context.globalAlpha = frame === 0 ? 1 : 0.25;
    context.drawImage(this.#picture, 0, 0, width, height);
    context.globalAlpha = 1;
    return frame === 0;
  }

  close() {
    if (this.#video) URL.revokeObjectURL(this.#video.src);
    this.#picture?.close();
    this.#video = this.#picture = null;
  }

  async #seek(time) {
    const to = Math.min(time, Math.max(0, this.#video.duration - 0.001));
    if (Math.abs(this.#video.currentTime - to) < 1e-4) return;
    const sought = once(this.#video, "seeked");
    this.#video.currentTime = to;
    await sought;
  }
}

function once(video, name) {
  return new Promise((resolve, reject) => {
    video.addEventListener(name, resolve, { once: true });
    video.addEventListener("error", () => reject(new Error("The browser cannot read this video.")), { once: true });
  });
}
