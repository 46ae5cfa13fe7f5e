import sharp, { type Metadata, type Sharp } from 'sharp';

// Whoever reads or writes image files takes the library from here. One thread per call: the renderer's own worker
// threads are the parallelism, and a cache of decoded files would only hold memory that the caller counts on.
sharp.concurrency(1);
sharp.cache(false);

export { type Metadata, sharp, type Sharp };
