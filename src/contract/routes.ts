import { getAnnotation, listAnnotations, restoreAnnotation, saveAnnotation } from './annotation.ts';
import { changeBlueprint, createBlueprint, deleteBlueprint, getBoard, listBlueprints } from './blueprint.ts';
import { changeBookPage, getBook } from './book.ts';
import { getCandidateIndex } from './candidate-index.ts';
import { getCatalogue, getSuggestions } from './catalogue.ts';
import { changeCells, getCell, regenerateCell } from './cell.ts';
import { addCutOut, listCutOuts, removeCutOut } from './cut-out.ts';
import { getDataset, listDatasets, requestDataset } from './dataset.ts';
import {
  getCandidate,
  listCandidates,
  listDecisions,
  recordDecisions,
  uploadCandidate,
} from './candidate.ts';
import { addDefects, changeDefect, changeRejectReasons, removeDefect } from './defect.ts';
import { listEvents } from './event.ts';
import { previewExport } from './export.ts';
import { orderGoldens, withdrawGoldenOrder } from './golden-order.ts';
import { addGoldens, changeGolden, getForeground, removeGolden } from './golden.ts';
import { cancelJobs, generate, listJobs } from './job.ts';
import { getHealth } from './health.ts';
import { addRealSample, listRealSamples, removeRealSample } from './real-sample.ts';
import { changeProject, getProject, listProjects, listProviders, listSpending } from './provider.ts';
import {
  checkLabelImport,
  getLabelImport,
  listLabelImports,
  removeLabelImport,
  startLabelImport,
  uploadLabels,
} from './label-import.ts';
import {
  chooseCurrentPrompt,
  comparePrompts,
  createPrompt,
  exportLineage,
  getLineage,
  rollBackPrompt,
} from './lineage.ts';
import { getPreferences, recordPreference, withdrawPreference } from './preference.ts';
import { getRegion, saveRegion } from './region.ts';
import { createRelease, getRelease, listReleases } from './release.ts';
import { createShareLink, getSharedRelease, listShareLinks, revokeShareLink } from './share-link.ts';

/** The whole REST interface, by name. */
export const routes = {
  listProjects,
  getProject,
  changeProject,
  listProviders,
  listSpending,
  listBlueprints,
  createBlueprint,
  getBoard,
  changeBlueprint,
  deleteBlueprint,
  getCatalogue,
  getSuggestions,
  addGoldens,
  changeGolden,
  getForeground,
  removeGolden,
  orderGoldens,
  withdrawGoldenOrder,
  addDefects,
  changeDefect,
  changeRejectReasons,
  removeDefect,
  getBook,
  changeBookPage,
  listCutOuts,
  addCutOut,
  removeCutOut,
  listRealSamples,
  addRealSample,
  removeRealSample,
  uploadLabels,
  listLabelImports,
  getLabelImport,
  checkLabelImport,
  startLabelImport,
  removeLabelImport,
  getCell,
  changeCells,
  regenerateCell,
  getRegion,
  saveRegion,
  getLineage,
  exportLineage,
  createPrompt,
  chooseCurrentPrompt,
  rollBackPrompt,
  comparePrompts,
  getPreferences,
  recordPreference,
  withdrawPreference,
  generate,
  cancelJobs,
  listJobs,
  listCandidates,
  getCandidateIndex,
  getCandidate,
  listDecisions,
  recordDecisions,
  uploadCandidate,
  listAnnotations,
  getAnnotation,
  saveAnnotation,
  restoreAnnotation,
  listReleases,
  createRelease,
  getRelease,
  listShareLinks,
  createShareLink,
  revokeShareLink,
  getSharedRelease,
  previewExport,
  getHealth,
  requestDataset,
  getDataset,
  listDatasets,
  listEvents,
};
