// Runs in CloudFront (runtime JavaScript 2.0) on each request for a page, and is sent there as it stands.

/** Every page of the city, by its address; each has its index.html. */
const PAGES = ['/', '/ops/', '/residents/'];
const NO_PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>No page – Freewheel</title></head>
<body><h1>There is no page here</h1><p><a href="/">All that the city’s bikes have to say</a></p></body>
</html>
`;

function header(value) {
  return { value: value };
}

/** Nothing of what was asked for is in an answer, but the address of a page that is there. */
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by its name.
function handler(event) {
  const request = event.request;
  const uri = request.uri;
  if (PAGES.includes(uri)) {
    request.uri = `${uri}index.html`;
    return request;
  }
  if (PAGES.includes(`${uri}/`)) {
    const headers = { location: header(`${uri}/`), 'cache-control': header('no-store') };
    return { statusCode: 308, statusDescription: 'Permanent Redirect', headers: headers };
  }
  if (/\.[a-z0-9]+$/.test(uri)) return request;
  return {
    statusCode: 404,
    statusDescription: 'Not Found',
    headers: { 'content-type': header('text/html; charset=utf-8'), 'cache-control': header('no-store') },
    body: { encoding: 'text', data: NO_PAGE },
  };
}
