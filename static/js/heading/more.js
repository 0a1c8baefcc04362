/** What has no room in the header, behind one button: its parts stand in the header itself where there is room. */
import { text } from "../strings.js";
import { el, icon } from "../ui/dom.js";

/** @param {HTMLElement} host the header, which gets the class `open` @param {HTMLElement} panel */
export function more(host, panel) {
  const button = el("button.btn.more", { type: "button", "aria-expanded": false, "aria-controls": panel.id, onclick: () => open(button.getAttribute("aria-expanded") !== "true") },
    el("span.words", {}, text.more), icon("M3.5 8h.01M8 8h.01M12.5 8h.01"));

  function open(shown) {
    button.setAttribute("aria-expanded", String(shown));
    host.classList.toggle("open", shown);
  }
  /** A button that does something elsewhere closes what it stood in; a setting stays in sight. */
  panel.addEventListener("click", (event) => { if (event.target.closest(".main-bar button.btn:not([aria-haspopup=menu])")) open(false); });
  host.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !host.classList.contains("open")) return;
    open(false);
    button.focus();
  });
  addEventListener("pointerdown", (event) => { if (!panel.contains(event.target) && !button.contains(event.target)) open(false); });
  panel.addEventListener("focusout", (event) => { if (event.relatedTarget && !panel.contains(event.relatedTarget) && event.relatedTarget !== button) open(false); });
  return button;
}
