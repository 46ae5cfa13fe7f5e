/** A bar on standard error: redrawn in place on a terminal, a line for each tenth otherwise. */
export type ProgressBar = { update(done: number): void; end(): void };

const width = 28;

/** `startedAt` as of `performance.now()`; `unit`: what is counted, in the plural. */
export function createProgressBar(
  total: number,
  stream: NodeJS.WriteStream,
  startedAt: number,
  unit = 'pictures',
): ProgressBar {
  return stream.isTTY ? createDrawnBar(total, stream, startedAt) : createPrintedBar(total, stream, unit);
}

function createDrawnBar(total: number, stream: NodeJS.WriteStream, startedAt: number): ProgressBar {
  return {
    update(done) {
      const rate = done / Math.max((performance.now() - startedAt) / 1000, 0.001);
      const filled = Math.round((done / total) * width);
      const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
      const left = Math.ceil((total - done) / rate);
      stream.write(`\r${bar} ${done}/${total}  ${rate.toFixed(1)}/s, ${left} s left\u001b[K`);
    },
    end() {
      stream.write('\r\u001b[K');
    },
  };
}

function createPrintedBar(total: number, stream: NodeJS.WriteStream, unit: string): ProgressBar {
  let shown = 0;
  return {
    update(done) {
      const tenth = Math.floor((done / total) * 10);
      if (tenth === shown) return;
      shown = tenth;
      stream.write(`${done}/${total} ${unit}\n`);
    },
    end() {},
  };
}
