/** What a figure's room asks for after each change: its captions keep apart; a host says whether its box that scrolls has more above or below. */
import { keepApart } from "./captions.js";

/** @param {HTMLElement} host @param {HTMLElement} box @param {HTMLElement} content whose children come and go */
export function tellsCutOff(host, box, content) {
  let frame = 0;
  const soon = () => { frame ||= requestAnimationFrame(tell); };
  function tell() {
    frame = 0;
    keepApart(content, box);
    edges();
  }
  function edges() {
    const below = box.scrollHeight - box.clientHeight - box.scrollTop;
    host.classList.toggle("more-above", box.scrollTop > 2);
    host.classList.toggle("more-below", below > 2);
  }
  const watch = new ResizeObserver(soon);
  function observe() {
    watch.disconnect();
    for (const one of [box, ...content.querySelectorAll(":scope>*, .mx")]) watch.observe(one);
  }
  new MutationObserver(observe).observe(content, { childList: true });
  box.addEventListener("scroll", edges, { passive: true });
  observe();
}
