// Put into every page that is measured. A frame is over when a message that was sent while it was made has arrived.
const bench = (() => {
  const posted = () => new Promise((done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now());
    channel.port2.postMessage(0);
  });
  const drawing = requestAnimationFrame.bind(window);
  let inFrame = false;
  window.requestAnimationFrame = (run) => drawing((time) => {
    inFrame = true;
    try { run(time); } finally { inFrame = false; }
  });
  const frame = () => (inFrame ? posted() : new Promise((done) => drawing(() => done(posted()))));

  /** The end of the last frame in which anything was painted on a canvas, and whether such a frame is being made. */
  let [painted, painting] = [0, false];
  for (const way of ["clearRect", "fillRect", "fillText", "putImageData"]) {
    const paint = CanvasRenderingContext2D.prototype[way];
    CanvasRenderingContext2D.prototype[way] = function (...given) {
      if (!painting) {
        painting = true;
        frame().then((end) => { painted = end; painting = false; });
      }
      return paint.apply(this, given);
    };
  }

  /** What the page asked since `forget`: it is asked again for the floor. Replies to questions can be kept back. */
  const bare = fetch.bind(window);
  let asked = [];
  let away = 0;
  let replied = 0;
  let gate = null;
  const QUESTION = /\/(explain|feeds)\?/;
  window.fetch = async (address, init = {}) => {
    asked.push({ address: String(address), init: { method: init.method, body: init.body, headers: init.headers } });
    away++;
    try {
      return await bare(address, init);
    } finally {
      away--;
      replied = performance.now();
      if (QUESTION.test(address)) await gate?.promise;
    }
  };
  const again = ({ address, init }, body = init.body) => bare(address, { ...init, body, cache: "no-store" });
  const QUIET = 150;
  /** Nothing is on its way and nothing was painted for a while. */
  const quiet = () => new Promise((done) => {
    const look = () => (!away && !painting && performance.now() - Math.max(replied, painted) > QUIET ? done() : setTimeout(look, 10));
    look();
  });

  return {
    frame,
    quiet,
    /** Questions' replies wait until `release`: what is painted before follows from numbers alone. */
    hold() { gate = Promise.withResolvers(); },
    release() { gate?.resolve(); gate = null; },
    forget() { asked = []; },
    /** Where an event of this kind began, told by `painted` once the page is quiet. */
    painting(kind) {
      const began = new Promise((done) => addEventListener(kind, (event) => done(event.timeStamp), { capture: true, once: true }));
      const before = painted;
      return { async took() {
        const start = await began;
        await new Promise((done) => { const look = () => (painted > Math.max(before, start) ? done() : setTimeout(look, 10)); look(); });
        await quiet();
        return painted - start;
      } };
    },
    /** The first event of a kind until the frame after `settled`. */
    until(kind, settled) {
      return new Promise((done) => {
        addEventListener(kind, async () => {
          const start = performance.now();
          await settled();
          done(await frame() - start);
        }, { capture: true, once: true });
      });
    },
    /** Another cell of this matrix is the current one, and all that it reads, and feeds, is lit. */
    lit: (grid, feeds) => new Promise((done) => {
      const cell = grid.querySelector("[role=gridcell]");
      const before = cell.dataset.cell;
      const watch = new MutationObserver(() => {
        if (cell.dataset.cell === before || !grid.dataset.lit || (feeds && !grid.dataset.feeds)) return;
        watch.disconnect();
        done();
      });
      watch.observe(grid, { subtree: true, attributes: true, attributeFilter: ["data-cell", "data-lit", "data-feeds"] });
    }),
    /** The page's own edit, bare, with a number that nobody has sent, and an empty frame. */
    async edited(value) {
      const one = asked.find(({ address }) => address.includes("/edits"));
      const body = JSON.stringify(JSON.parse(one.init.body).map((edit) => ({ ...edit, value })));
      const start = performance.now();
      await (await again(one, body)).arrayBuffer();
      return await frame() - start;
    },
    /** The page's own questions about a cell, bare, and an empty frame; with the addresses that the answers name. */
    async questioned(cell) {
      const mine = asked.filter(({ address }) => QUESTION.test(address) && new URL(address, location).searchParams.get("cell") === cell);
      const start = performance.now();
      const answers = await Promise.all(mine.map((one) => again(one).then((reply) => reply.json())));
      const took = await frame() - start;
      const reads = answers.flatMap(({ terms = [] }) => terms.flatMap((term) => term.factors.flatMap((one) => [one.cell, one.source].filter(Boolean))));
      return { took, asked: mine.length, reads: [...new Set(reads)], feeds: answers.flatMap(({ cells = [] }) => cells) };
    },
    /** The first explained cell: the page is ready and its equation has a result. */
    explained: () => new Promise((done) => {
      const look = () => (document.body?.classList.contains("ready") && document.querySelector("#equation .result .katex") ? done() : setTimeout(look));
      look();
    }),
  };
})();
window.bench = bench;
