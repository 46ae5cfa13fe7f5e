import { describe, expect, it } from 'vitest';
import { wordStem } from './word-stem.ts';

describe('wordStem', () => {
  it.each([
    ['scratch', 'scratches', 'scratched', 'scratching'],
    ['dent', 'dents', 'dented', 'denting'],
    ['pit', 'pits', 'pitted', 'pitting'],
    ['score', 'scores', 'scored', 'scoring'],
    ['scuff', 'scuffs', 'scuffed', 'scuffing'],
    ['smudge', 'smudges', 'smudged', 'smudging'],
    ['cavity', 'cavities'],
    ['edge', 'edges', 'edged'],
    ['crease', 'creases', 'creased'],
  ])('folds %s and its forms', (...forms) => {
    expect(new Set(forms.map(wordStem)).size).toBe(1);
  });

  it.each([
    ['red', 'r'],
    ['ring', 'r'],
    ['string', 'str'],
    ['bleed', 'ble'],
    ['glass', 'gla'],
    ['this', 'thi'],
  ])('does not cut %s down', (word, cut) => {
    expect(wordStem(word)).not.toBe(cut);
  });
});
