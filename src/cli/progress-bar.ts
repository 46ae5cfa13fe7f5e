/** A bar on standard error: redrawn in place on a terminal, a line for each tenth otherwise. */
export type ProgressBar = { update(done: number): void; end(): void };

export function createProgressBar(total: number, stream: NodeJS.WriteStream, startedAt: number): ProgressBar {
  const width = 28;
  let shown = -1;
  return {
    update(done) {
      const seconds = (performance.now() - startedAt) / 1000;
      const rate = done / Math.max(seconds, 0.001);
      if (stream.isTTY) {
        const filled = Math.round((done / total) * width);
        const left = done === 0 ? '' : `, ${Math.ceil((total - done) / rate)} s left`;
        const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
        stream.write(`\r${bar} ${done}/${total}  ${rate.toFixed(1)}/s${left}\u001b[K`);
        return;
      }
      const tenth = Math.floor((done / total) * 10);
      if (tenth === shown) return;
      shown = tenth;
      stream.write(`${done}/${total} pictures\n`);
    },
    end() {
      if (stream.isTTY) stream.write('\r\u001b[K');
    },
  };
}
