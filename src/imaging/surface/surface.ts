/** What the renderer knows of a golden image. Designed in this folder's README. */
export type Surface = { readonly width: number; readonly height: number };
