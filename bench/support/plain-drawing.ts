/** How a job's picture is to be drawn where a bench writes the job's row itself and nothing depends on it. */
export const plainDrawing = {
  region: null,
  mmPerPixel: null,
  barelyVisibleShare: 0,
  variants: 1,
  foreground: null,
  placement: 'prior',
  fit: null,
  severityRange: null,
  cutOuts: [],
};
