import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installWithApt } from './apt.mjs';

const packages = ['ceph-mon', 'ceph-osd', 'radosgw', 'ceph-common'];

/** Gets the S3 server that `test/support/radosgw.ts` starts, or says that the tests on S3 are skipped. */
export async function ensureS3Server() {
  if (hasRadosgw() || ((await installWithApt(packages, 'an S3 server for the tests on S3')) && hasRadosgw()))
    return;
  console.error(
    `The tests on S3 are skipped: they need Ceph's S3 server, which could not be installed. On Debian: apt-get install ${packages.join(' ')}`,
  );
}

function hasRadosgw() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return ['ceph', 'ceph-mon', 'ceph-osd', 'radosgw'].every((name) =>
    folders.some((folder) => existsSync(join(folder, name))),
  );
}
