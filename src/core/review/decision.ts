export const verdicts = ['approved', 'rejected', 'undecided'] as const;
export type Verdict = (typeof verdicts)[number];

/** Id of one of the reasons in a defect's list. */
export type RejectReason = string;

/** Why a picture is rejected, as every defect's list begins, in the order of the digit keys 1-9. */
export const rejectReasons = [
  { id: 'wrong-place', label: 'Wrong place' },
  { id: 'looks-pasted', label: 'Looks pasted on' },
  { id: 'too-faint', label: 'Too faint' },
  { id: 'too-strong', label: 'Too strong' },
  { id: 'wrong-kind', label: 'Not this defect' },
  { id: 'wrong-size', label: 'Wrong size' },
  { id: 'off-the-part', label: 'Not on the part' },
  { id: 'mask-wrong', label: 'Mask is wrong' },
  { id: 'other', label: 'Other' },
] as const;
