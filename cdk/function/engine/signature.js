// Whether the owner of a key wrote this URL. A signature that is there must be right, also where none is required, and
// an end that is there must lie ahead.
function isSignedBy(keys, sent, query, asked) {
  if (asked.signature) {
    if (!keys[0]) refuse('no `signature`, since no signing key is configured', 'one', 403);
    //[ signed
    verify(keys, sent, query, asked.signature);
    //]
  }
  if (asked.expires) {
    const end = endOf(asked.expires);
    if (!(end >= 0)) refuseValue('expires', asked.expires);
    if (end <= Math.floor(Date.now() / 1000)) refuse('`expires` in the future', shown(asked.expires), 403);
  }
  return asked.signature;
}

// Seconds since the beginning of 1970.
function endOf(text) {
  if (/^\d+$/.test(text)) return +text;
  const moment = text.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6.000Z');
  const time = moment == text ? NaN : Date.parse(moment);
  // What is no moment, such as February 30th, is another one when it is written again.
  return time >= 0 && new Date(time).toISOString() == moment ? time / 1000 : NaN;
}

//[ signed
function verify(keys, sent, query, signature) {
  if (!/^[\da-f]{64}$/i.test(signature)) {
    // It may be one but for a letter, and is written into logs.
    refuseValue('signature', signature.length > 8 ? signature.slice(0, 8) + '…' : signature);
  }
  const seen = {};
  const pairs = pairsOf(query).filter((pair) => {
    const typed = nameOf(pair);
    const name = known(typed) || typed;
    // Pairs are sorted before they are signed, so that two of a name could change places.
    if (seen['=' + name]) refuse('each parameter once in a signed URL', shown(name) + ' twice');
    seen['=' + name] = 1;
    return typed != 'signature';
  });
  const text = sent + (pairs[0] ? '?' : '') + pairs.sort().join('&');
  const claimed = lower(signature);
  const fits = keys.filter((key) => {
    const tag = crypto.createHmac('sha256', key).update(text).digest('hex');
    // Every letter is looked at: how long it takes tells nothing.
    let off = 0;
    for (let at = 0; at < 64; at += 1) off |= tag.charCodeAt(at) ^ claimed.charCodeAt(at);
    // A key of no letters would be everybody's.
    return key && !off;
  });
  if (!fits[0]) refuse('a `signature` that fits this URL', 'another', 403);
}
//]
