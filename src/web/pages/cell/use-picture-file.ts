import { useEffect, useState } from 'react';

type Loaded = { readonly url: string; readonly width: number; readonly height: number };
type PictureFile = {
  readonly file: File | null;
  readonly choose: (file: File | null) => void;
  /** Once the browser could read it: what to show, and the size of the upright picture. */
  readonly loaded: Loaded | undefined;
};

/** A picture that was chosen and is not sent yet. */
export function usePictureFile(): PictureFile {
  const [file, setFile] = useState<File | null>(null);
  const [loaded, setLoaded] = useState<(Loaded & { readonly of: File }) | undefined>(undefined);

  useEffect(() => {
    if (file === null) return undefined;
    const url = URL.createObjectURL(file);
    const image = new Image();
    let current = true;
    image.addEventListener('load', () => {
      if (current) setLoaded({ of: file, url, width: image.naturalWidth, height: image.naturalHeight });
    });
    image.src = url;
    return () => {
      current = false;
      URL.revokeObjectURL(url);
    };
  }, [file]);

  return { file, choose: setFile, loaded: loaded?.of === file ? loaded : undefined };
}
