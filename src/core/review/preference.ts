/** Which of two pictures is better; `neither` says that both are bad. */
export const preferenceVerdicts = ['left', 'right', 'same', 'neither'] as const;
export type PreferenceVerdict = (typeof preferenceVerdicts)[number];
