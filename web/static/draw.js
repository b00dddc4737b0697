// Drawing boxes on a picture to look for what is in them: with a finger, a mouse or
// the keyboard. Where this file does not run, the squares of a grid stand in.

const LEAST_PX = 20; // a smaller drag is a tap, or a thumb that wanted to scroll
const TAP_SHARE = 0.35; // side of the box that a tap lays, as a share of the picture
const STEP = 0.02;

class Drawing {
  constructor(form) {
    this.form = form;
    this.stage = form.querySelector("[data-stage]");
    this.layer = form.querySelector("[data-layer]");
    this.list = form.querySelector("[data-list]");
    this.status = form.querySelector("[data-status]");
    this.go = form.querySelector("[data-go]");
    this.add = form.querySelector("[data-add]");
    this.size = [Number(form.dataset.width), Number(form.dataset.height)];
    this.most = Number(form.dataset.most);
    this.words = form.dataset;
    this.drag = null;
    this.isChanged = false;
    this.active = 0;
    this.boxes = this.words.boxes.split(" ").filter(Boolean).map((text) => {
      const [x, y, w, h] = text.split(",").map(Number);
      const [width, height] = this.size;
      return { x: x / width, y: y / height, w: w / width, h: h / height };
    });
    for (const old of form.querySelectorAll("[data-without-scripts]")) old.remove();
    for (const hidden of form.querySelectorAll("[data-with-scripts]")) hidden.hidden = false;
    this.listen();
    this.render();
  }

  listen() {
    this.layer.addEventListener("pointerdown", (event) => this.start(event));
    this.layer.addEventListener("pointermove", (event) => this.move(event));
    this.layer.addEventListener("pointerup", (event) => this.end(event));
    this.layer.addEventListener("pointercancel", () => this.cancel());
    // Browsers that do not know touch-action would scroll away below the finger.
    const hold = (event) => this.drag && event.touches.length === 1 && event.preventDefault();
    this.layer.addEventListener("touchmove", hold, { passive: false });
    this.layer.addEventListener("keydown", (event) => this.key(event));
    this.layer.addEventListener("focusin", (event) => {
      const index = this.indexOf(event.target);
      if (index >= 0) this.activate(index);
    });
    this.list.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-remove]");
      if (button) this.remove(Number(button.dataset.remove));
    });
    this.add.addEventListener("click", () => {
      this.put({ x: 0.3, y: 0.3, w: 0.4, h: 0.4 });
      this.element(this.active).focus();
    });
    this.form.addEventListener("submit", () => this.form.classList.add("busy"));
    window.addEventListener("pageshow", () => this.form.classList.remove("busy"));
    window.addEventListener("resize", () => this.placeGo());
  }

  // --- pointer ---

  at(event) {
    const frame = this.layer.getBoundingClientRect();
    return [(event.clientX - frame.left) / frame.width, (event.clientY - frame.top) / frame.height];
  }

  start(event) {
    if (event.button > 0 || this.drag || !event.isPrimary || event.target.closest("button")) return;
    const [x, y] = this.at(event);
    const index = this.indexOf(event.target);
    const corner = event.target.dataset.corner;
    const before = this.boxes.map((box) => ({ ...box }));
    if (index >= 0) this.activate(index);
    const kind = corner ? "resize" : index >= 0 ? "move" : "draw";
    this.drag = { kind, corner, from: [x, y], before, box: { ...this.boxes[this.active] } };
    this.layer.setPointerCapture(event.pointerId);
    this.go.hidden = true;
    if (event.pointerType === "mouse") event.preventDefault();
  }

  move(event) {
    if (!this.drag) return;
    const [x, y] = this.at(event);
    const { kind, corner, from, box } = this.drag;
    if (kind === "move") {
      this.set({ ...box, x: box.x + x - from[0], y: box.y + y - from[1] });
    } else if (kind === "resize") {
      const left = corner.includes("w") ? x : box.x;
      const top = corner.includes("n") ? y : box.y;
      const right = corner.includes("e") ? x : box.x + box.w;
      const bottom = corner.includes("s") ? y : box.y + box.h;
      this.set(between([left, top], [right, bottom]));
    } else if (this.isDrag(event)) {
      const drawn = between(from, [x, y]);
      if (this.boxes.length) this.set(drawn);
      else this.put(drawn);
    }
  }

  end(event) {
    if (!this.drag) return;
    const { kind, from, before } = this.drag;
    const isTap = kind === "draw" && !this.isDrag(event);
    this.drag = null;
    if (isTap && !this.boxes.length) {
      const [w, h] = [TAP_SHARE, TAP_SHARE];
      this.put({ x: from[0] - w / 2, y: from[1] - h / 2, w, h });
    } else if (this.boxes.some((box) => this.isThin(box))) {
      this.boxes = before;
      this.render();
    }
    this.say();
    this.placeGo();
  }

  cancel() {
    // A second finger came down to look closer.
    if (this.drag) this.boxes = this.drag.before;
    this.drag = null;
    this.render();
  }

  isDrag(event) {
    const frame = this.layer.getBoundingClientRect();
    const [x, y] = this.at(event);
    const [dx, dy] = [x - this.drag.from[0], y - this.drag.from[1]];
    return Math.hypot(dx * frame.width, dy * frame.height) >= LEAST_PX / 2;
  }

  isThin(box) {
    const frame = this.layer.getBoundingClientRect();
    return Math.min(box.w * frame.width, box.h * frame.height) < LEAST_PX;
  }

  // --- keyboard ---

  key(event) {
    const index = this.indexOf(event.target);
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (index < 0) return;
    if (event.key in steps) {
      const [dx, dy] = steps[event.key].map((step) => step * STEP);
      const box = { ...this.boxes[index] };
      if (event.shiftKey) {
        box.w = clamp(box.w + dx, STEP, 1 - box.x);
        box.h = clamp(box.h + dy, STEP, 1 - box.y);
      } else {
        box.x += dx;
        box.y += dy;
      }
      this.set(box);
      this.say();
      this.placeGo();
    } else if (event.key === "Delete" || event.key === "Backspace") {
      this.remove(index);
    } else if (event.key === "Enter") {
      this.form.requestSubmit ? this.form.requestSubmit() : this.form.submit();
    } else {
      return;
    }
    event.preventDefault();
  }

  // --- boxes ---

  set(box) {
    this.boxes[this.active] = inside(box);
    this.isChanged = true;
    this.place(this.active);
  }

  put(box) {
    if (this.boxes.length >= this.most) return;
    this.boxes.push(inside(box));
    this.isChanged = true;
    this.active = this.boxes.length - 1;
    this.render();
    this.say();
  }

  remove(index) {
    this.boxes.splice(index, 1);
    this.isChanged = true;
    this.active = Math.max(0, this.boxes.length - 1);
    this.render();
    (this.element(this.active) || this.add).focus();
  }

  activate(index) {
    this.active = index;
    for (const [place, element] of this.elements().entries()) {
      element.classList.toggle("active", place === index);
    }
    if (!this.drag) this.placeGo();
  }

  elements() {
    return [...this.layer.querySelectorAll(".box")];
  }

  element(index) {
    return this.elements()[index];
  }

  indexOf(target) {
    return this.elements().indexOf(target.closest(".box"));
  }

  // --- what is seen ---

  render() {
    for (const old of this.elements()) old.remove();
    this.list.replaceChildren();
    this.boxes.forEach((_box, index) => {
      this.layer.append(this.drawn(index));
      this.list.append(this.removal(index));
    });
    this.boxes.forEach((_box, index) => this.place(index));
    this.add.hidden = this.boxes.length >= this.most;
    this.form.classList.toggle("has-boxes", this.boxes.length > 0);
    this.activate(this.active);
  }

  drawn(index) {
    const box = document.createElement("div");
    box.className = "box";
    box.tabIndex = 0;
    box.setAttribute("role", "application");
    box.setAttribute("aria-roledescription", this.words.box);
    box.setAttribute("aria-describedby", this.words.help);
    box.dataset.number = index + 1;
    for (const corner of ["nw", "ne", "sw", "se"]) {
      const handle = document.createElement("span");
      handle.className = "handle";
      handle.dataset.corner = corner;
      box.append(handle);
    }
    return box;
  }

  removal(index) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: "region" });
    Object.assign(button, { type: "button", className: "chip" });
    button.dataset.remove = index;
    const words = this.boxes.length > 1 ? this.words.remove : this.words.removeOnly;
    button.textContent = words.replace("{n}", index + 1);
    item.append(button, input);
    return item;
  }

  place(index) {
    const { x, y, w, h } = this.boxes[index];
    const element = this.element(index);
    Object.assign(element.style, {
      left: percent(x), top: percent(y), width: percent(w), height: percent(h),
    });
    element.setAttribute("aria-label", this.described(index));
    const [width, height] = this.size;
    const sides = [x * width, y * height, w * width, h * height].map(Math.round);
    this.list.children[index].querySelector("input").value = sides.join(",");
  }

  placeGo() {
    const box = this.boxes[this.active];
    // Over boxes that have just been looked for it would only hide the cloth.
    this.go.hidden = !box || !this.isChanged || Boolean(this.drag);
    if (this.go.hidden) return;
    const { clientWidth: width, clientHeight: height } = this.layer;
    const { offsetWidth: wide, offsetHeight: tall } = this.go;
    const gap = 20; // clear of the handles
    const [top, bottom] = [box.y * height, (box.y + box.h) * height];
    const isRoomBelow = bottom + gap + tall <= height;
    const isRoomAbove = top - gap - tall >= 0;
    const y = isRoomBelow ? bottom + gap : isRoomAbove ? top - gap - tall : bottom - gap - tall;
    const x = clamp((box.x + box.w / 2) * width - wide / 2, 0, width - wide);
    Object.assign(this.go.style, { left: `${x}px`, top: `${clamp(y, 0, height - tall)}px` });
  }

  described(index) {
    const { x, y, w, h } = this.boxes[index];
    const told = { n: index + 1, x, y, w, h };
    return this.words.say.replace(/\{(\w)\}/g, (_match, name) =>
      name === "n" ? told.n : Math.round(told[name] * 100));
  }

  say() {
    this.status.textContent = this.boxes.length ? this.described(this.active) : "";
  }
}

function clamp(value, least, most) {
  return Math.min(Math.max(value, least), Math.max(least, most));
}

function inside({ x, y, w, h }) {
  const [width, height] = [clamp(w, 0, 1), clamp(h, 0, 1)];
  return { x: clamp(x, 0, 1 - width), y: clamp(y, 0, 1 - height), w: width, h: height };
}

function between(first, second) {
  const [left, right] = [first[0], second[0]].map((v) => clamp(v, 0, 1)).sort((a, b) => a - b);
  const [top, bottom] = [first[1], second[1]].map((v) => clamp(v, 0, 1)).sort((a, b) => a - b);
  return { x: left, y: top, w: right - left, h: bottom - top };
}

function percent(share) {
  return `${share * 100}%`;
}

for (const form of document.querySelectorAll("form[data-draw]")) new Drawing(form);

// A colour somebody picks is one she means: ticked without a further touch.
for (const picker of document.querySelectorAll("input[type=color][data-ticks]")) {
  picker.addEventListener("input", () => {
    document.getElementById(picker.dataset.ticks).checked = true;
  });
}
