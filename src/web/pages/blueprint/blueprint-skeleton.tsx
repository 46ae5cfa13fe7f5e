import { Skeleton } from '@mantine/core';
import classes from './blueprint-header.module.css';

/** The frame of a blueprint while it is read, of the size it will have. */
export function BlueprintSkeleton() {
  return (
    <div aria-busy="true" aria-label="Loading the blueprint">
      <div className={classes.bar}>
        <Skeleton height={20} width={180} />
      </div>
      <div style={{ padding: '1.25rem 1.5rem' }}>
        <Skeleton height={30} width={260} mb="lg" />
        <Skeleton height={360} />
      </div>
    </div>
  );
}
