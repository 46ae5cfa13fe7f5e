/** The VOC development kit's colour map: the bits of a class number dealt out to red, green and blue, 0 to 255. */
export function vocColour(id: number): [number, number, number] {
  const colour: [number, number, number] = [0, 0, 0];
  for (let bit = 0; bit < 8; bit++) colour[bit % 3]! |= ((id >> bit) & 1) << (7 - Math.floor(bit / 3));
  return colour;
}
