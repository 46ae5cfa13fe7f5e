import type { Mask } from '#core/annotation/mask.ts';
import type { PackedRegion } from '#core/annotation/packed-region.ts';
import type { SyntheticSourceType } from '#core/dataset/source-type.ts';
import type { PromptParameters } from '#core/prompt/parameters.ts';
import type { ProviderName } from '#core/remote/provider-names.ts';
import type { FittedHabits } from '#core/real-sample/fitted-habits.ts';
import type { RenderOptions } from '#imaging/render-options.ts';
import type { Thumbnails } from '#imaging/thumbnail.ts';

/**
 * What makes pictures. One road for all: `start`, then progress, then a finish or a failure. A local
 * generator finishes inside `start`; a remote one answers `submitted` and finishes later.
 */
export type Generator = {
  readonly name: string;
  /** Part of what makes a picture reproducible: recorded with every candidate. */
  readonly version: string;
  start(request: GenerationRequest, hooks: GenerationHooks): Promise<GenerationOutcome>;
  /** How to go on with what `start` answered `submitted`; local generators have none. */
  readonly remote?: RemoteSide;
  close(): Promise<void>;
};

/** A stored file: a hash of its content, and how to get it. */
export type StoredFile = { hash: string; read: () => Promise<Uint8Array> };

/** Upright pixels, and a mask (white = product) where a person said where the product is. */
export type GoldenFile = StoredFile & { foreground?: StoredFile | null };

/** Where a generator takes the product to be, on the grid that it looks at. Confidence 0-1. */
export type FoundForeground = { mask: Mask; confidence: number; wholeFrame: boolean };

/** What is known of a provider before anybody has a key for it. */
export type ProviderProfile = {
  readonly name: ProviderName;
  readonly label: string;
  /** The variable of the environment that its key is read from. */
  readonly keyVariable: string;
  /** One sentence for the user: what of a photo leaves this machine, and where to. */
  readonly disclosure: string;
  /** The usual one first. */
  readonly models: readonly RemoteModel[];
  /** Golden images of words alone; `null` where the provider makes none. */
  readonly words: WordsProfile | null;
  /** What a picture of this size costs before it is made, in millionths of a US dollar, and by which model. */
  price(order: { width: number; height: number; model: string | null }): RemotePrice;
};

export type WordsProfile = {
  /** One sentence for the user: what leaves this machine, and where to. */
  readonly disclosure: string;
  /** The usual one first. */
  readonly models: readonly RemoteModel[];
};

/** The second half of a generator whose pictures are made elsewhere, for money. */
export type RemoteSide = Omit<ProviderProfile, 'words'> & {
  readonly words: WordsSide | null;
  /** Nothing may leave this machine. */
  readonly isForbidden: boolean;
  /** Requests that the account works on at once. */
  readonly slots: number;
  /**
   * Requests that may wait at the provider besides, where it has a queue of its own: the next one begins there the moment that a
   * slot is free, not after the message about that has come here and a request has gone back. 0 where there is none.
   */
  readonly queued: number;
  /** True where the provider can reach us: answers then come by themselves. */
  readonly hasWebhooks: boolean;
  readonly patience: Patience;
  /** What has become of a request. Never throws for what the network does. */
  look(requestId: string, model: string | null, signal?: AbortSignal): Promise<RemoteStatus>;
  /** The answer of a request that has ended. */
  fetchAnswer(requestId: string, model: string | null, signal?: AbortSignal): Promise<RemoteFetch>;
  /** Makes the picture of an answer, or says why there is none. */
  finish(
    request: GenerationRequest,
    answer: RemoteAnswer,
    hooks: GenerationHooks,
  ): Promise<GenerationOutcome>;
  cancel(requestId: string, model: string | null): Promise<'asked' | 'too late' | 'unreachable'>;
  /** Reads and checks a message; hostile input is `forged`. Answers within a second. */
  readWebhook(
    headers: Readonly<Record<string, string | string[] | undefined>>,
    body: Uint8Array,
  ): Promise<RemoteMessage>;
};

/** The same road for what is no picture of a golden image, but is to become one. */
export type WordsSide = WordsProfile & {
  /** As a generator's own: `submitted`, or why not. */
  start(
    request: WordsRequest,
    hooks: GenerationHooks,
  ): Promise<{ kind: 'submitted'; requestId: string } | GenerationFailure>;
  /** The file of an answer, as it came, or why there is none. */
  finish(
    answer: RemoteAnswer,
    hooks: GenerationHooks,
  ): Promise<{ kind: 'bytes'; bytes: Uint8Array } | GenerationFailure>;
};

export type WordsRequest = {
  words: string;
  /** Pixels. */
  width: number;
  height: number;
  seed: number;
  model: string | null;
  /** Unguessable; comes back in the webhook. */
  attemptToken: string;
};

/** How long a lost answer is waited for by its token, and after what time a request that nobody came to is withdrawn. */
export type Patience = { readonly lostAnswerMs: number; readonly pictureMs: number };

export type RemoteModel = { id: string; label: string; summary: string; hasKnownPrice: boolean };

/** `perUnit` is what a unit costs, should the provider bill another number of them. */
export type RemotePrice = {
  micros: number;
  unit: 'megapixel' | 'image';
  units: number;
  perUnit: number;
  model: string;
};

export type RemoteStatus =
  | { kind: 'queued'; position: number | null }
  /** `percent` where the model's log says it. */
  | { kind: 'running'; percent: number | null }
  | { kind: 'answered' }
  /** The provider knows no such request, or no longer. */
  | { kind: 'unknown' }
  | { kind: 'unreachable'; retryAfterSeconds?: number }
  /** Key or balance; says nothing about the request. */
  | { kind: 'account'; code: string; message: string };

/** An answer as it came: an HTTP status, a body, and what is billed for it where that was said. */
export type RemoteAnswer = { status: number; body: string; units: number | null };

export type RemoteFetch =
  | { kind: 'answer'; answer: RemoteAnswer }
  | Exclude<RemoteStatus, { kind: 'answered' }>;

export type RemoteMessage =
  | { trust: 'forged' }
  /** `stale` and `unverified` are hints to look; `answer` is what a `genuine` message carries. */
  | { trust: 'genuine' | 'stale' | 'unverified'; requestId: string; answer: RemoteAnswer | null };

/** A real thing on a transparent ground (PNG with alpha), and its scale where it is known. */
export type CutOutFile = StoredFile & { mmPerPixel: number | null };

/** One defect that is wanted in a picture. */
export type AskedDefect = {
  family: string;
  parameters: PromptParameters;
  /** What is usual by photos of really bad parts; the prompt goes before it. */
  fit?: FittedHabits | null;
  /** Real things that the defect is drawn from, for families that take them. */
  cutOuts?: readonly CutOutFile[];
  /** A mask (white: here) in place of a region that `options` may say. */
  region?: StoredFile | null;
};

export type GenerationRequest = AskedDefect & {
  golden: GoldenFile;
  promptText: string;
  seed: number;
  /** More defects in the same picture, in this order after the first; one that finds no place is left out. */
  others?: readonly OtherDefect[];
  /** Region, scale, severity range, best of several: what is not said is the generator's own choice. */
  options?: RenderOptions;
  /** Files that are not needed cost nothing: `false` leaves the mask or the thumbnails empty. */
  wants?: { mask?: boolean; thumbnails?: boolean };
  /** Unguessable; comes back in a remote generator's webhook. */
  attemptToken: string;
  /** Of a remote generator; left out or `null` is its usual one. */
  model?: string | null;
};

/** `options` are its own, such as its region; what they do not say is as for the picture. */
export type OtherDefect = AskedDefect & { options?: RenderOptions };

export type GenerationHooks = {
  signal: AbortSignal;
  /** Percent, 0-100, never backwards; left out where nobody is told. */
  onProgress?: (percent: number) => void;
  /** Called by a remote generator just before it sends what may cost money; throwing stops it. */
  beforeSending?: () => Promise<void>;
};

/** The memory of its files goes to whoever is given them, who lets it go when they are stored. */
export type GeneratedPicture = {
  /** PNG, the golden image's size; equal to it outside the mask, pixel for pixel. Says `sourceType` of itself. */
  picture: Uint8Array;
  sourceType: SyntheticSourceType;
  /** What a provider sent, as it came, if it has content credentials: they do not hold for what was made of it. */
  credentials?: Uint8Array | null;
  /** 8-bit grey PNG, 0 or 255; empty when it was not wanted, as are the thumbnails. */
  mask: Uint8Array;
  thumbnails: Thumbnails;
  width: number;
  height: number;
  /**
   * One for each mark, cut out of the mask (`packRegion`); together they are the mask. `defect` is the index of
   * its defect in the order asked.
   */
  instances: (PackedRegion & { defect: number })[];
  area: number;
  /** What was aimed at and what came out, for the record. Plain JSON. */
  measured: Record<string, unknown>;
};

export type GenerationOutcome =
  | { kind: 'finished'; result: GeneratedPicture }
  | { kind: 'submitted'; requestId: string }
  /** `message` is one sentence for the user. */
  | GenerationFailure;

export type GenerationFailure = {
  kind: 'failed';
  /** The same again may work. */
  retryable: boolean;
  code: string;
  message: string;
  /** The same with another seed may work. */
  newSeed?: boolean;
  /** The request may have been accepted, and nobody knows its id: it must not be sent again unasked. */
  maybeBought?: boolean;
  /** Nothing works until the account is mended: its jobs wait. */
  account?: boolean;
  retryAfterSeconds?: number;
};
