/** What else is known of where a picture comes from; `null` is "not known" or "does not apply". */
export type Papers = {
  /** The generator's model, where it has several. */
  readonly model: string | null;
  /** Hex, of the prompt's UTF-8: tells whether two pictures were ordered by the same words. */
  readonly promptSha256: string | null;
  /** Hex, of the golden image that the picture was put together from. */
  readonly goldenSha256: string | null;
  /** ISO 8601, like `approvedAt`. */
  readonly createdAt: string | null;
  /** Stands for one person in one blueprint, and does not name them. */
  readonly approver: string | null;
  readonly approvedAt: string | null;
  /** Who marked the defect: its own drawing, a comparison with the golden image, or a person. */
  readonly maskOrigin: 'renderer' | 'comparison' | 'person' | null;
  /** What the picture's file itself says in its XMP. */
  readonly xmpSourceType: string | null;
  /** Hex, of the provider's file as it came, where that had content credentials (C2PA). */
  readonly credentialsSha256: string | null;
};

export const noPapers: Papers = {
  model: null,
  promptSha256: null,
  goldenSha256: null,
  createdAt: null,
  approver: null,
  approvedAt: null,
  maskOrigin: null,
  xmpSourceType: null,
  credentialsSha256: null,
};
