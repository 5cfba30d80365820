// The list of marked objects beside the drawing area.
import { $, alarm, announce, el, swatch } from "./dom.js";
import { colour } from "./palette.js";

export class Marks {
  #onChange;
  items = [];
  // Where ids may be chosen: for objects of a job that exists.
  hasIds = false;

  constructor(onChange) {
    this.#onChange = onChange;
  }

  nextId(taken = []) {
    const used = new Set([...this.items.map((item) => item.id), ...taken]);
    for (let id = 1; id <= 254; id++) if (!used.has(id)) return id;
    return null;
  }

  add(id, frame, shape) {
    if (id === null) return alarm("There are 254 objects already, as many as a job can have.");
    this.items = [...this.items.filter((item) => item.id !== id), { id, frame, ...shape }].sort((a, b) => a.id - b.id);
    announce(`Object ${id} marked in frame ${frame}.`);
    this.#changed();
  }

  clear() {
    this.items = [];
    this.#changed();
  }

  // As the API takes them.
  requests() {
    return this.items.map(({ id, frame, box, polygon }) => (box ? { id, frame, box } : { id, frame, polygon }));
  }

  #changed() {
    $("objects").replaceChildren(...this.items.map((item) => this.#row(item)));
    this.#onChange();
  }

  #remove(item) {
    this.items = this.items.filter((other) => other !== item);
    announce(`Object ${item.id} removed.`);
    this.#changed();
    ($("objects").querySelector("button") ?? $("marks")).focus();
  }

  #row(item) {
    const name = this.hasIds
      ? el("label", { class: "name" }, "Object ", el("input", { type: "number", min: 1, max: 254, value: item.id, onchange: (event) => this.#rename(item, event.target) }))
      : el("span", {}, `Object ${item.id}`);
    return el("li", {},
      swatch(colour(item.id)),
      el("span", { class: "name" }, name, el("span", { class: "help" }, `frame ${item.frame}, ${item.box ? "box" : "polygon"}`)),
      el("button", { type: "button", class: "linkish", "aria-label": `Remove object ${item.id}`, onclick: () => this.#remove(item) }, "Remove"),
      el("details", {}, el("summary", {}, "Numbers"), this.#numbers(item)));
  }

  #rename(item, input) {
    const id = Number(input.value);
    if (!Number.isInteger(id) || id < 1 || id > 254 || this.items.some((other) => other !== item && other.id === id)) return void (input.value = item.id);
    item.id = id;
    this.#changed();
  }

  // Whoever cannot draw, or wants it exact, types.
  #numbers(item) {
    const text = item.box ? item.box.join(", ") : item.polygon.map((point) => point.join(" ")).join(", ");
    const name = item.box ? "Left, top, right, bottom in pixels" : "Points in pixels, x y, between commas";
    return el("input", {
      value: text, spellcheck: "false", "aria-label": `${name}, object ${item.id}`, title: name,
      onchange: ({ target }) => {
        const numbers = (target.value.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
        if (item.box && numbers.length === 4 && numbers[2] > numbers[0] && numbers[3] > numbers[1]) item.box = numbers;
        else if (item.polygon && numbers.length >= 6 && numbers.length % 2 === 0) item.polygon = numbers.flatMap((x, i) => (i % 2 ? [] : [[x, numbers[i + 1]]]));
        else return void (target.value = text);
        this.#changed();
      },
    });
  }
}
