// Drawing a figure to search with: finger, pen or mouse. Plain script for old phones'
// browsers; where it does not run, a picture can still be sent.
(function () {
  "use strict";
  var SIDE = 640; // the paper's own unit; what is sent has as many pixels
  var LINE = 9;
  var NEAREST = 2; // points nearer to the last one say nothing new
  var CURRENT = "xiupu-sketch";
  var form = document.querySelector("form[data-sketch]");
  if (!form || !window.FormData) return;
  var canvas = find("[data-canvas]");
  var base = find("[data-base]");
  var paper = canvas && canvas.getContext ? canvas.getContext("2d") : null;
  if (!paper) return;
  var strokes = [];
  var current = null;

  function find(selector) {
    return form.querySelector(selector);
  }

  // --- what was drawn is kept in this tab: a page that went is there again ---

  function kept(key) {
    try {
      return JSON.parse(sessionStorage.getItem(key)) || null;
    } catch (error) {
      return null;
    }
  }

  function keep(key, value) {
    try {
      sessionStorage.setItem(key, JSON.stringify(value));
    } catch (error) {
      // Full or forbidden: drawing works all the same.
    }
  }

  function restore() {
    var last = kept(CURRENT);
    var own = CURRENT + location.pathname;
    if (base && last && last.isSent) {
      // The first page after sending shows what was sent, and is this drawing's from now on.
      keep(own, last.strokes);
      keep(CURRENT, { strokes: last.strokes, isSent: false });
    }
    var mine = base ? kept(own) : last && last.strokes;
    if (!mine || !mine.length) return;
    strokes = mine;
    if (base) dropBase();
  }

  function dropBase() {
    base.remove();
    base = null;
  }

  // --- the paper ---

  function trace(context, points) {
    context.beginPath();
    context.moveTo(points[0][0], points[0][1]);
    for (var i = 1; i < points.length - 1; i += 1) {
      var middle = [(points[i][0] + points[i + 1][0]) / 2, (points[i][1] + points[i + 1][1]) / 2];
      context.quadraticCurveTo(points[i][0], points[i][1], middle[0], middle[1]);
    }
    var last = points[points.length - 1];
    // A tap is a dot: a line of no length is not drawn everywhere.
    context.lineTo(last[0] + (points.length < 2 ? 0.1 : 0), last[1]);
    context.stroke();
  }

  function inked(context, colour) {
    context.lineWidth = LINE;
    context.lineCap = "round";
    context.lineJoin = "round";
    context.strokeStyle = colour;
    strokes.forEach(function (points) {
      trace(context, points);
    });
  }

  function show() {
    paper.setTransform(1, 0, 0, 1, 0, 0);
    paper.clearRect(0, 0, canvas.width, canvas.height);
    paper.setTransform(canvas.width / SIDE, 0, 0, canvas.height / SIDE, 0, 0);
    inked(paper, getComputedStyle(form).getPropertyValue("--indigo") || "#1f3a6e");
    var isBlank = !strokes.length && !base;
    find("[data-first]").hidden = !isBlank;
    find("[data-undo]").disabled = !strokes.length;
    find("[data-clear]").disabled = isBlank;
  }

  function fit() {
    var side = Math.round(canvas.clientWidth * Math.min(window.devicePixelRatio || 1, 2)) || SIDE;
    if (canvas.width !== side) canvas.width = canvas.height = side;
    show();
  }

  function say(words, isBad) {
    var status = find("[data-status]");
    status.textContent = words;
    status.classList.toggle("bad", Boolean(isBad));
  }

  function changed() {
    keep(CURRENT, { strokes: strokes, isSent: false });
    say(strokes.length ? form.dataset.count.replace("{n}", strokes.length) : "");
    show();
  }

  // --- the hand ---

  function at(event) {
    var frame = canvas.getBoundingClientRect();
    var x = ((event.clientX - frame.left) / frame.width) * SIDE;
    var y = ((event.clientY - frame.top) / frame.height) * SIDE;
    return [Math.round(Math.min(Math.max(x, 0), SIDE)), Math.round(Math.min(Math.max(y, 0), SIDE))];
  }

  function start(event) {
    current = [at(event)];
    strokes.push(current);
    show();
  }

  function move(event) {
    if (!current) return;
    var here = at(event);
    var last = current[current.length - 1];
    if (Math.abs(here[0] - last[0]) + Math.abs(here[1] - last[1]) < NEAREST) return;
    current.push(here);
    show();
  }

  function end() {
    if (!current) return;
    current = null;
    changed();
  }

  function listenToPointers() {
    canvas.addEventListener("pointerdown", function (event) {
      if (event.button > 0 || !event.isPrimary) return;
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      start(event);
    });
    canvas.addEventListener("pointermove", function (event) {
      if (!event.isPrimary) return;
      var between = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
      (between.length ? between : [event]).forEach(move);
    });
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
  }

  function listenToTouches() {
    canvas.addEventListener("touchstart", function (event) {
      if (event.touches.length === 1) start(event.touches[0]);
    });
    canvas.addEventListener("touchmove", function (event) {
      move(event.touches[0]);
    });
    canvas.addEventListener("touchend", end);
    canvas.addEventListener("touchcancel", end);
  }

  // --- sending ---

  function picture() {
    var sheet = document.createElement("canvas");
    sheet.width = sheet.height = SIDE;
    var context = sheet.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, SIDE, SIDE);
    if (base && base.naturalWidth) {
      var zoom = SIDE / Math.max(base.naturalWidth, base.naturalHeight);
      var size = [base.naturalWidth * zoom, base.naturalHeight * zoom];
      context.drawImage(base, (SIDE - size[0]) / 2, (SIDE - size[1]) / 2, size[0], size[1]);
    }
    inked(context, "#000");
    // A photograph below the lines would be too much as PNG.
    return base ? sheet.toDataURL("image/jpeg", 0.9) : sheet.toDataURL("image/png");
  }

  function send(event) {
    var isFile = find("input[type=file]").value;
    if (!isFile && !strokes.length && !base) {
      event.preventDefault();
      say(form.dataset.nothing, true);
      return;
    }
    find("[data-drawn]").value = isFile ? "" : picture();
    if (!isFile && !base) keep(CURRENT, { strokes: strokes, isSent: true });
    form.classList.add("busy");
  }

  form.querySelectorAll("[data-with-scripts]").forEach(function (each) {
    each.hidden = false;
  });
  find("[data-upload]").open = false;
  find("[data-undo]").addEventListener("click", function () {
    strokes.pop();
    changed();
  });
  find("[data-clear]").addEventListener("click", function () {
    strokes = [];
    if (base) dropBase();
    find("input[type=file]").value = "";
    changed();
  });
  if (window.PointerEvent) listenToPointers();
  else listenToTouches();
  // Browsers that do not know touch-action would scroll away below the finger.
  canvas.addEventListener("touchmove", function (event) {
    if (current) event.preventDefault();
  }, { passive: false });
  form.addEventListener("submit", send);
  window.addEventListener("pageshow", function () {
    form.classList.remove("busy");
  });
  window.addEventListener("resize", fit);
  restore();
  fit();
})();
