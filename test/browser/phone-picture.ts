import type { Page } from 'playwright-core';

/** What a camera writes into a file beside the picture: where it was taken. */
export const WHERE = 'GPS 52.520008 N 13.404954 E';

/** A picture as a phone's camera gives it: a large JPEG, with an Exif segment that says where it was taken. */
export async function phonePicture(page: Page, width = 3_000, height = 2_000): Promise<Buffer> {
  const drawn = await page.evaluate<string>(`new Promise((resolve) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [${width}, ${height}];
    const pen = canvas.getContext('2d');
    for (let y = 0; y < ${height}; y += 100)
      for (let x = 0; x < ${width}; x += 100) {
        pen.fillStyle = 'hsl(' + ((x * 7 + y * 3) % 360) + ' 60% 50%)';
        pen.fillRect(x, y, 100, 100);
      }
    resolve(canvas.toDataURL('image/jpeg', 0.9).split(',')[1]);
  })`);
  const jpeg = Buffer.from(drawn, 'base64');
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), Buffer.from(WHERE)]);
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}
