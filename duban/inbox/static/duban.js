// Keys and small comforts. Every page works without this file.
(() => {
  "use strict";

  const rows = () => [...document.querySelectorAll("[data-row]")].map((row) => row.querySelector("a.row") || row);

  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement.closest?.("a.row, [data-row]"));
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };

  // A letter opens the form of its act and puts the cursor where something is to be written.
  const press = (letter) => {
    const button = document.querySelector(`[data-letter="${letter}"]`);
    if (!button) return;
    const details = button.closest("details");
    if (!details || button.tagName !== "SUMMARY") return button.focus();
    details.open = true;
    (details.querySelector("textarea, input:not([type=hidden]), select") || details.querySelector("button")).focus();
  };

  // Of what stands in a list, x ticks the row one is on.
  const tick = () => document.activeElement.closest?.("[data-row]")?.querySelector("input[name=id]")?.click();

  const keys = { x: tick, j: () => move(1), k: () => move(-1), a: () => press("a"), r: () => press("r"), u: () => location.assign("/") };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select");
    if (event.key === "Escape" && typing) typing.blur();
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  // Only the field that a choice of timing needs is shown.
  const timing = (form) => {
    const chosen = form.elements.timing.value;
    form.querySelectorAll("[data-when]").forEach((field) => {
      const fits = field.dataset.when.split(" ").includes(chosen);
      field.hidden = !fits;
      if (!fits) field.querySelector("input").value = "";
    });
  };
  // The words that a case is about are in sight at once.
  const showMark = (mark) => {
    const box = mark.closest(".source");
    box.scrollTop = Math.max(mark.offsetTop - box.offsetTop - box.clientHeight / 3, 0);
  };
  document.querySelectorAll(".source mark").forEach(showMark);

  const ready = (root) => root.querySelectorAll("select[name=timing]").forEach((select) => timing(select.form));

  document.addEventListener("change", (event) => {
    if (event.target.name === "timing") timing(event.target.form);
    if (event.target.type === "file") tooLarge(event.target);
  });

  const tooLarge = (input) => {
    const most = Number(input.dataset.mostMb);
    const sum = [...input.files].reduce((bytes, file) => bytes + file.size, 0);
    input.setCustomValidity(sum > most * 1048576 ? input.dataset.tooLarge : "");
    input.reportValidity();
  };

  // One box ticks all of its list.
  document.querySelectorAll("[data-every]").forEach((every) => {
    const boxes = [...every.form.querySelectorAll("input[name=id]")];
    every.closest("label").hidden = false;
    every.addEventListener("change", () => boxes.forEach((box) => (box.checked = every.checked)));
    boxes.forEach((box) => box.addEventListener("change", () => (every.checked = boxes.every((one) => one.checked))));
  });

  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", (event) => {
    const button = event.target.querySelector("button:not([type=button])");
    const pressed = event.submitter || button;
    if (event.target.method === "post" && pressed) setTimeout(() => (pressed.disabled = true));
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form button:disabled").forEach((b) => (b.disabled = false)));

  document.addEventListener("htmx:load", (event) => ready(event.target));
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.me[open]").forEach((menu) => menu.contains(event.target) || (menu.open = false));
  });
  ready(document);
})();
