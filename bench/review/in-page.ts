// What runs in the page, with the page's own clock. Each function is sent as text, so it names nothing outside of itself.

/** Remembers when the first small picture could be seen, ms after the navigation began. */
export function watchFirstPicture(): void {
  const look = (): void => {
    const image = document.querySelector<HTMLImageElement>('[data-candidate] img');
    if (!image?.complete || image.naturalWidth === 0) return void requestAnimationFrame(look);
    // Painted with the frame that follows.
    requestAnimationFrame((now) => Object.assign(globalThis, { firstPictureMs: now }));
  };
  requestAnimationFrame(look);
}

/**
 * From every key to the end of the frame with the next picture in the well, ms. What counts is a picture of the right candidate
 * with at least a pixel for each of the screen's: painted in the size of the well, or the browser's own image, decoded. A thumbnail
 * that is stretched until then does not count.
 */
export function watchNextPicture(): void {
  const took: number[] = [];
  Object.assign(globalThis, { nextMs: took });
  const name = '[role="img"][aria-label*=" with "]';
  const wanted = (): string | undefined =>
    document.querySelector('[data-candidate][aria-current]')?.getAttribute('data-candidate') ?? undefined;
  /** Whose picture is sharp now. */
  const sharp = (): string | undefined => {
    const canvas = document.querySelector<HTMLCanvasElement>(`section[aria-label="Picture"] ${name} canvas`);
    if (canvas === null || canvas.hidden) return undefined;
    const across = canvas.getBoundingClientRect().width * devicePixelRatio;
    return canvas.width >= Math.floor(across) ? canvas.dataset['painted'] : undefined;
  };
  document.addEventListener(
    'keydown',
    (event) => {
      const before = wanted();
      const look = (): void => {
        const now = wanted();
        if (now === undefined || now === before || sharp()?.includes(now) !== true)
          return void requestAnimationFrame(look);
        // A task that is set in a frame begins when the frame was handed on.
        setTimeout(() => took.push(performance.now() - event.timeStamp));
      };
      requestAnimationFrame(look);
    },
    { capture: true },
  );
}

/** From every move of the pointer to the end of the frame that shows it, ms. */
export function watchBrush(): void {
  const took: number[] = [];
  Object.assign(globalThis, { brushMs: took });
  document.addEventListener(
    'pointermove',
    // A task that is set in a frame begins when the frame was handed on.
    ({ timeStamp }) =>
      requestAnimationFrame(() => setTimeout(() => took.push(performance.now() - timeStamp))),
    { capture: true },
  );
}

/**
 * Scrolls from the top at an even speed, to the bottom or so many screens in a second; the time between frames, ms.
 *
 * @param order the list's selector, how long, and how many screens.
 */
export async function scrollThrough(
  order: readonly [selector: string, seconds: number, screens?: number],
): Promise<number[]> {
  const [selector, seconds, screens] = order;
  const list = document.querySelector(selector);
  if (list === null) throw new Error(`There is no ${selector}.`);
  const end = list.scrollHeight - list.clientHeight;
  const way = screens === undefined ? end : Math.min(end, screens * list.clientHeight * seconds);
  const deltas: number[] = [];
  await new Promise<void>((resolve) => {
    let begun = 0;
    let last = 0;
    const step = (now: number): void => {
      if (last > 0) deltas.push(now - last);
      else begun = now;
      last = now;
      const share = (now - begun) / (seconds * 1000);
      list.scrollTop = way * Math.min(1, share);
      if (share < 1) requestAnimationFrame(step);
      else resolve();
    };
    requestAnimationFrame(step);
  });
  return deltas;
}
