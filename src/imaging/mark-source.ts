import type { SyntheticSourceType } from '#core/dataset/source-type.ts';
import { insertChunk, textChunk } from '#imaging/png-chunk.ts';

/**
 * A PNG of ours that says of itself how it came about: XMP with IPTC's `DigitalSourceType`. The pixels' bytes
 * stay as they are, and the same picture gives the same file.
 */
export function markSource(png: Uint8Array, sourceType: SyntheticSourceType): Uint8Array<ArrayBuffer> {
  return insertChunk(png, sourceChunk(sourceType));
}

/** The chunk that `markSource` puts in, for files that are only being written. */
export function sourceChunk(sourceType: SyntheticSourceType): Uint8Array<ArrayBuffer> {
  // The chunk's keyword is the one that the XMP specification (part 3, 1.1.5) asks for.
  return textChunk('XML:com.adobe.xmp', packet(sourceType));
}

/** Nothing that differs from picture to picture: where each comes from is in the manifest, which can be kept back. */
function packet(sourceType: SyntheticSourceType): string {
  return [
    '<?xpacket begin="\u{feff}" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about=""',
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"',
    ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
    ` Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/${sourceType}"`,
    ' xmp:CreatorTool="Red Rabbit"/>',
    '</rdf:RDF></x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('\n');
}
