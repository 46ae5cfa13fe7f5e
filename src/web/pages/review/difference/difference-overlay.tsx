import { useEffect, useRef } from 'react';
import type { DifferenceAnswer, DifferenceOrder } from './difference-worker.ts';

type Props = {
  goldenUrl: string;
  candidateUrl: string;
  /** 0 to 1. */
  opacity: number;
};

/** One for the tab, made when it is first asked for. */
let worker: Worker | undefined;
let orders = 0;

/** Where a candidate differs from its golden image, and how much, over its picture. */
export function DifferenceOverlay({ goldenUrl, candidateUrl, opacity }: Props) {
  const ref = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    worker ??= new Worker(new URL('difference-worker.ts', import.meta.url), { type: 'module' });
    const mine = worker;
    const number = ++orders;
    const onAnswer = ({ data }: MessageEvent<DifferenceAnswer>) => {
      const canvas = ref.current;
      if (data.number !== number || data.painted === null || canvas === null) return;
      canvas.width = data.painted.width;
      canvas.height = data.painted.height;
      canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(data.painted);
      canvas.dataset['painted'] = 'true';
    };
    mine.addEventListener('message', onAnswer);
    mine.postMessage({ number, golden: goldenUrl, candidate: candidateUrl } satisfies DifferenceOrder);
    return () => mine.removeEventListener('message', onAnswer);
  }, [goldenUrl, candidateUrl]);

  return (
    <canvas
      key={candidateUrl}
      ref={ref}
      role="img"
      aria-label="Difference from the golden image"
      width={1}
      height={1}
      style={{ opacity }}
    />
  );
}
