import { type ExportFormat, exportFormats, formatUses, formatWords } from '#core/dataset/export-format.ts';
import { Checkbox } from '@mantine/core';
import classes from './finish-page.module.css';

type Props = {
  chosen: readonly string[];
  /** In the order in which formats are written. */
  onChange: (formats: ExportFormat[]) => void;
};

/** All formats, by what they are for. Several go into one dataset. */
export function FormatPicker({ chosen, onChange }: Props) {
  return (
    <Checkbox.Group
      label="Formats"
      value={[...chosen]}
      onChange={(values) => onChange(exportFormats.filter((format) => values.includes(format)))}
    >
      {formatUses.map((use) => (
        <section key={use} className={classes.formats} aria-label={use}>
          <h3>{use}</h3>
          {exportFormats
            .filter((format) => formatWords[format].use === use)
            .map((format) => (
              <Checkbox
                key={format}
                value={format}
                label={formatWords[format].label}
                description={formatWords[format].description}
              />
            ))}
        </section>
      ))}
    </Checkbox.Group>
  );
}
