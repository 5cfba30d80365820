// The drawing area over a frame: boxes and polygons by pointer or keyboard, in pixels of the video.
import { $, announce, svg } from "./dom.js";
import { colour } from "./palette.js";

const near = 12;

export class Stage {
  #area = $("marks");
  #onShape;
  #points = [];
  #cross = null;
  #pointer = null;
  #marks = [];
  #frame = 0;
  #next = 1;
  tool = null;
  width = 16;
  height = 9;

  // onShape({ box }) or onShape({ polygon }) when one is finished.
  constructor(onShape) {
    this.#onShape = onShape;
    this.#area.addEventListener("pointerdown", (event) => this.#down(event));
    this.#area.addEventListener("pointermove", (event) => this.#move(event));
    this.#area.addEventListener("pointerup", (event) => this.#up(event));
    this.#area.addEventListener("pointercancel", () => this.drop());
    this.#area.addEventListener("dblclick", () => this.#close());
    this.#area.addEventListener("keydown", (event) => this.#key(event));
    this.#area.addEventListener("blur", () => { this.#cross = null; this.#render(); });
  }

  resize(width, height) {
    [this.width, this.height] = [width, height];
    this.#area.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.#area.setAttribute("preserveAspectRatio", "none");
    $("stage").style.setProperty("--ratio", width / height);
    this.#render();
  }

  // "box", "polygon", or null: nothing is drawn.
  use(tool) {
    this.tool = tool;
    this.drop();
    this.#area.classList.toggle("drawing", tool !== null);
    this.#area.setAttribute("tabindex", tool ? "0" : "-1");
  }

  // Marks to show: { id, frame, box or polygon }; those of other frames are hinted at. `next` is the id of a new one.
  show(marks, frame, next) {
    if (frame !== this.#frame) this.#points = [];
    [this.#marks, this.#frame, this.#next] = [marks, frame, next];
    this.#render();
  }

  drop() {
    this.#points = [];
    this.#pointer = null;
    this.#render();
  }

  #at(event) {
    const area = this.#area.getBoundingClientRect();
    const on = (value, from, length, most) => Math.min(most, Math.max(0, ((value - from) / length) * most));
    return [on(event.clientX, area.left, area.width, this.width), on(event.clientY, area.top, area.height, this.height)];
  }

  #isNear([x0, y0], [x1, y1]) {
    const scale = this.#area.getBoundingClientRect().width / this.width;
    return Math.hypot(x0 - x1, y0 - y1) * scale < near;
  }

  #down(event) {
    if (!this.tool || event.button !== 0) return;
    this.#cross = null;
    const at = this.#at(event);
    if (this.tool === "box") {
      this.#area.setPointerCapture(event.pointerId);
      this.#points = [at];
    } else if (this.#points.length >= 3 && this.#isNear(at, this.#points[0])) return this.#close();
    else if (!this.#points.length || !this.#isNear(at, this.#points.at(-1))) this.#points.push(at);
    this.#pointer = at;
    this.#render();
  }

  #move(event) {
    if (!this.#points.length) return;
    this.#pointer = this.#at(event);
    this.#render();
  }

  #up(event) {
    if (this.tool !== "box" || this.#points.length !== 1 || this.#cross) return;
    const [from, to] = [this.#points[0], this.#at(event)];
    this.drop();
    if (!this.#isNear(from, to)) this.#box(from, to);
  }

  #box([x0, y0], [x1, y1]) {
    const box = [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)].map(Math.round);
    if (box[2] > box[0] && box[3] > box[1]) this.#onShape({ box });
  }

  #close() {
    if (this.tool !== "polygon" || this.#points.length < 3) return;
    const polygon = this.#points.map(([x, y]) => [Math.round(x * 10) / 10, Math.round(y * 10) / 10]);
    this.drop();
    this.#onShape({ polygon });
  }

  #key(event) {
    if (!this.tool || event.ctrlKey || event.metaKey) return;
    const step = (event.shiftKey ? 10 : 1) * Math.max(1, Math.round(this.width / 160));
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    this.#cross ??= [this.width / 2, this.height / 2];
    if (moves[event.key]) {
      const [dx, dy] = moves[event.key];
      this.#cross = this.#pointer = [Math.min(this.width, Math.max(0, this.#cross[0] + dx)), Math.min(this.height, Math.max(0, this.#cross[1] + dy))];
    } else if (event.key === "Enter" || event.key === " ") this.#set();
    else if (event.key === "c" || event.key === "C") this.#close();
    else if (event.key === "Backspace") this.#points.pop();
    else if (event.key === "Escape") this.drop();
    else return;
    event.preventDefault();
    this.#render();
  }

  #set() {
    const at = [...this.#cross], said = `${Math.round(at[0])}, ${Math.round(at[1])}`;
    if (this.tool === "box" && this.#points.length) {
      const from = this.#points[0];
      this.drop();
      return this.#box(from, at);
    }
    this.#points.push(at);
    announce(this.tool === "box" ? `First corner at ${said}. Move to the opposite corner and press Enter.` : `Point ${this.#points.length} at ${said}.`);
  }

  #render() {
    const shapes = this.#marks.map((mark) => this.#shape(mark, mark.frame === this.#frame ? "mark" : "mark elsewhere", mark.id));
    if (this.#points.length && this.#pointer) {
      const points = [...this.#points, this.#pointer];
      if (this.tool === "box") shapes.push(this.#shape({ box: [...points[0], ...points.at(-1)] }, "mark", this.#next));
      else shapes.push(this.#shape({ polygon: points }, "mark", this.#next), ...this.#points.map((point) => this.#dot(point)));
    }
    if (this.#cross && document.activeElement === this.#area) {
      const [x, y] = this.#cross;
      shapes.push(svg("path", { class: "cross", d: `M${x} 0V${this.height}M0 ${y}H${this.width}` }));
    }
    this.#area.replaceChildren(...shapes);
  }

  #shape({ box, polygon }, kind, id) {
    const points = box ? [[box[0], box[1]], [box[2], box[1]], [box[2], box[3]], [box[0], box[3]]] : polygon;
    return svg("polygon", { class: kind, points: points.map((point) => point.join(",")).join(" "), fill: colour(id), stroke: colour(id) });
  }

  #dot([x, y]) {
    const radius = (4 * this.width) / this.#area.getBoundingClientRect().width;
    return svg("circle", { class: "dot", cx: x, cy: y, r: radius, fill: colour(this.#next) });
  }
}
