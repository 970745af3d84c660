// What CloudFront calls, and the decision from end to end.

//[ signed
async function handler(event) {
  const query = rawQuery(event.request);
  const asked = askedByQuery(query);
  let keys = [];
  if (asked.signature) {
    try {
      keys = await cf.kvs().get('signing-keys', { format: 'json' });
    } catch (e) {
      // Without its entry the store holds no key, and a signature is refused.
    }
  }
  return answered(event.request, query, asked, keys);
}
//]
//[ unsigned
function handler(event) {
  const query = rawQuery(event.request);
  return answered(event.request, query, askedByQuery(query), []);
}
//]

function answered(request, query, asked, keys) {
  try {
    const path = decided(request, query, asked, keys);
    if (path) {
      request.uri = path;
      request.querystring = {};
    }
    return request;
  } catch (refusal) {
    // What is no refusal is our mistake: better no answer than a request that nobody has judged.
    if (!refusal.status) throw refusal;
    const headers = {
      'content-type': { value: 'application/problem+json' },
      'x-content-type-options': { value: 'nosniff' },
      'cache-control': { value: ERROR_CACHE_CONTROL },
    };
    if (refusal.status == 405) headers.allow = { value: 'GET, HEAD, OPTIONS' };
    return {
      statusCode: refusal.status,
      headers: headers,
      body: { encoding: 'text', data: request.method == 'HEAD' ? '' : JSON.stringify(refusal) + '\n' },
    };
  }
}

// The path that a request goes on with; nothing where it goes on as it came.
function decided(request, query, asked, keys) {
  const sent = escaped(request.uri);
  if (sent[0] != '/') refuse('a path that begins with a slash', shown(sent));
  const fault = sent.search(/%(?![\da-f]{2})/i);
  let isText = true;
  let path = sent;
  try {
    if (fault < 0) path = decoded(sent.slice(1));
  } catch (e) {
    isText = false;
  }
  if (!/[^\/]$/.test(path) || !PICTURES.test(extension(path))) {
    //[ refuseOthers
    refuse('the name of a picture', shown(path), 415);
    //]
    return;
  }
  if (request.method == 'OPTIONS') return;
  if (!/^(GET|HEAD)$/.test(request.method)) refuse('GET or HEAD', shown(request.method), 405);
  if (fault >= 0) refuse('two hex digits after `%` in the path', shown(sent.slice(fault, fault + 3)));
  if (!isText) refuse('UTF-8 in the path', 'other bytes');
  const shape = shapeOf(path);
  const typed = shape ? wished(askedByPath(shape)) : {};
  const key = shape ? shape[6] : path;
  refuseKey(key);
  if (shape) {
    const other = Object.keys(asked).find((name) => !/^(ex|si)/.test(name));
    if (other) refuse('no `' + other + '` in the query of a path that holds its options already', 'it');
  }
  const variant = settled(shape ? typed : wishedByQuery(asked), key, accepted(request.headers.accept));
  const rewritten = written(variant, key);
  permit(variant, asked, isSignedBy(keys, sent, query, asked));
  return rewritten;
}
