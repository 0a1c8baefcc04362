// Put into every page that is measured. A frame is over when a message that was sent while it was made has arrived.
window.bench = {
  frame: () => new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now());
    channel.port2.postMessage(0);
  })),
  /** The first event of a kind until the frame after `settled`. */
  until(kind, settled) {
    return new Promise((done) => {
      addEventListener(kind, async (event) => {
        const start = kind === "keydown" ? event.timeStamp : performance.now();
        await settled();
        done(await bench.frame() - start);
      }, { capture: true, once: true });
    });
  },
  changed: (node) => new Promise((done) => {
    const watch = new MutationObserver(() => { watch.disconnect(); done(); });
    watch.observe(node, { attributes: true, attributeFilter: ["data-value"] });
  }),
  async fetched(count) {
    const start = performance.now();
    await (await fetch(`/bench/bytes/${count}`, { cache: "no-store" })).arrayBuffer();
    return await bench.frame() - start;
  },
  /** The first explained cell: the page is ready and its equation has a result. */
  explained: () => new Promise((done) => {
    const look = () => (document.body?.classList.contains("ready") && document.querySelector("#equation .result .katex") ? done() : setTimeout(look));
    look();
  }),
};
