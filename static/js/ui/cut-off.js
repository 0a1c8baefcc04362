/** Says on a host whether its box that scrolls has more above or below: a soft edge stands where it is cut. */

/** @param {HTMLElement} host @param {HTMLElement} box @param {HTMLElement} content whose children come and go */
export function tellsCutOff(host, box, content) {
  let frame = 0;
  const soon = () => { frame ||= requestAnimationFrame(tell); };
  function tell() {
    frame = 0;
    const below = box.scrollHeight - box.clientHeight - box.scrollTop;
    host.classList.toggle("more-above", box.scrollTop > 2);
    host.classList.toggle("more-below", below > 2);
  }
  const watch = new ResizeObserver(soon);
  function observe() {
    watch.disconnect();
    for (const one of [box, ...content.children]) watch.observe(one);
  }
  new MutationObserver(observe).observe(content, { childList: true });
  box.addEventListener("scroll", soon, { passive: true });
  observe();
}
