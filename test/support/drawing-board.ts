import type { Locator, Page } from 'playwright-core';
import type { Mask } from '#core/annotation/mask.ts';
import { fitViewport } from '../../src/web/mask-editor/view/viewport.ts';

/** Whether a mask is set at a place given in parts of the picture. */
export function maskAt({ width, height, data }: Mask, x: number, y: number): boolean {
  return data[Math.floor(y * height) * width + Math.floor(x * width)] === 255;
}

/** Moves the pointer over a board, in parts of it; or of the picture that is shown whole in the middle of it. */
export async function pointerOn(page: Page, board: Locator, picture?: { width: number; height: number }) {
  await board.scrollIntoViewIfNeeded();
  const all = (await board.boundingBox())!;
  const { scale, x, y } = picture ? fitViewport(picture, all) : { scale: 1, x: 0, y: 0 };
  const { width, height } = picture ?? all;
  const box = { x: all.x + x, y: all.y + y, width: width * scale, height: height * scale };
  const move = (x: number, y: number) =>
    page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 4 });
  return {
    box,
    drag: async (...places: [number, number][]) => {
      await move(...places[0]!);
      await page.mouse.down();
      for (const place of places.slice(1)) await move(...place);
      await page.mouse.up();
    },
    click: async (x: number, y: number) => {
      await move(x, y);
      await page.mouse.down();
      await page.mouse.up();
    },
  };
}

/** Draws with a pen that is pressed so hard (0-1), in parts of the picture. */
export async function penOn(
  page: Page,
  { box }: { box: { x: number; y: number; width: number; height: number } },
) {
  const client = await page.context().newCDPSession(page);
  return async (force: number, ...places: [number, number][]): Promise<void> => {
    const held = { button: 'left', buttons: 1, clickCount: 1, pointerType: 'pen', force } as const;
    const send = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', [x, y]: [number, number]) =>
      client.send('Input.dispatchMouseEvent', {
        type,
        x: box.x + x * box.width,
        y: box.y + y * box.height,
        ...held,
      });
    await send('mousePressed', places[0]!);
    for (const place of places.slice(1)) await send('mouseMoved', place);
    await send('mouseReleased', places.at(-1)!);
  };
}
