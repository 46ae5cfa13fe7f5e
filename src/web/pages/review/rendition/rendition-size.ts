import { fitScale, type Size } from '../zoom/zoom.ts';

/** Steps by which renditions grow: a window that is drawn larger asks for a new one at each, not at each pixel. */
const step = 2 ** 0.25;

/** In which size a picture is decoded ahead so that it is sharp where all of it is shown, in whole pixels; never enlarged. */
export function renditionSize(picture: Size, well: Size, devicePixels: number): Size {
  const wanted = Math.max(
    fitScale(picture, well) * devicePixels,
    1 / Math.max(picture.width, picture.height),
  );
  const scale = Math.min(1, step ** Math.ceil(Math.log(wanted) / Math.log(step)));
  return {
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  };
}
