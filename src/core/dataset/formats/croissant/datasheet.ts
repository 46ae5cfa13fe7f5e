import { type Dataset, isSynthetic, usedSplits } from '#core/dataset/dataset.ts';
import { markdownText } from '#core/dataset/markdown-text.ts';
import { countOf } from '../count-of.ts';

/** Answers that only the owner has. */
const open = '_To be answered by the owner of the golden images._';

/**
 * `DATASHEET.md`: the sections of "Datasheets for Datasets" (Gebru et al., 2021), answered as far as the dataset itself
 * knows.
 */
export function datasheet(dataset: Dataset): string {
  const { name, version, createdAt, images, classes } = dataset;
  const instances = images.reduce((sum, image) => sum + image.instances.length, 0);
  const synthetic = images.filter(isSynthetic).length;
  const good = images.filter(({ kind }) => kind === 'good').length;
  const unreviewed = images.filter(({ provenance }) => provenance.verdict === 'unreviewed').length;
  const goldens = new Set(images.map(({ provenance }) => provenance.golden)).size;
  const shares = usedSplits(dataset).map(
    (split) => `${images.filter((image) => image.split === split).length} in ${split}`,
  );
  const sections: [title: string, ...questions: [question: string, answer: string][]][] = [
    [
      'Motivation',
      [
        'For what purpose was it made?',
        'To train and test visual inspection before there are enough real defects.',
      ],
      ['Who made it, and who paid for it?', open],
    ],
    [
      'Composition',
      [
        'What do the instances represent?',
        `Pictures of parts: ${countOf(images.length, 'picture')}, ${good} of them without a defect, the others with ${countOf(instances, 'marked defect')} of ${classes.length} classes (${classes.map((item) => markdownText(item.name)).join(', ')}).`,
      ],
      [
        'Is it a sample of a larger set?',
        `It shows ${countOf(goldens, 'golden image')}. Other parts, views and lights are not in it.`,
      ],
      ['Are there recommended splits?', `${shares.join(', ')}; README.md says how they were dealt out.`],
      [
        'Are there errors, noise or redundancies?',
        'Pictures of one golden image resemble one another: that is why they are kept together in the split where possible.',
      ],
      ['Does it contain confidential data, or people?', open],
    ],
    [
      'Collection process',
      [
        'How was the data acquired?',
        `${synthetic} of the pictures are synthetic (see origin, generator and seed in manifest.jsonl), the others are photos as they were uploaded.`,
      ],
      ['Over what time, and by whom were the photos taken?', open],
    ],
    [
      'Preprocessing, cleaning, labelling',
      [
        'How was it labelled?',
        'A mask is what changed between a generated picture and its golden image, or was drawn by a person. Boxes, areas and outlines are derived from masks.',
      ],
      [
        'Was it reviewed?',
        unreviewed === 0
          ? 'Every generated picture in it was approved.'
          : `${unreviewed} of the pictures were not reviewed by a person.`,
      ],
    ],
    [
      'Uses',
      [
        'What should it not be used for?',
        'To state how well a model works on the line: that takes real pictures. What a model of words or pictures has learnt may show in synthetic defects.',
      ],
    ],
    [
      'Distribution',
      ['Under which licence?', open],
      [
        'Do terms of a provider of models apply?',
        'The generators are named in manifest.jsonl; see their terms.',
      ],
    ],
    [
      'Maintenance',
      [
        'How is it versioned?',
        `This is version ${markdownText(version)} of ${new Date(createdAt).toISOString().slice(0, 10)}. Releases keep the numbers of their classes; SHA256SUMS names every file.`,
      ],
      ['Who keeps it, and how are they reached?', open],
    ],
  ];
  const lines = [`# Datasheet: ${markdownText(name)}`];
  for (const [title, ...questions] of sections) {
    lines.push('', `## ${title}`);
    for (const [question, answer] of questions) lines.push('', `**${question}** ${answer}`);
  }
  return `${lines.join('\n')}\n`;
}
