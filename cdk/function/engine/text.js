// What a request line holds, and what means the same: a `?` or `#` within a path is a part of it.
function escaped(text) {
  return text.replace(/[\x00-\x20"#<>?`\x7f]/g, encodeURIComponent);
}

// In this runtime the `$` of an expression also stands before a newline at the end. No value and no key may have one, nor
// any other control character, so it becomes another.
function decoded(text) {
  return decodeURIComponent(text).split('\n').join('\v');
}

// What cannot be decoded stays as it came: whoever reads the value then says what was expected.
function decodedQuery(text) {
  if (!/[%+]/.test(text)) return text;
  try {
    return decoded(text.replace(/\+/g, ' ').replace(/%(?![\da-f]{2})/gi, '%25'));
  } catch (e) {
    return text;
  }
}

// Where a function is only tried out, there is no raw query, and what was parsed has to do.
function rawQuery(request) {
  let query = (request.rawQueryString && request.rawQueryString()) || '';
  for (const name in query ? {} : request.querystring) {
    const parsed = request.querystring[name];
    (parsed.multiValue || [parsed]).forEach((one) => {
      query += '&' + name + (one.value && '=' + one.value);
    });
  }
  return query.replace(/[\x00-\x20"#<>`\x7f]/g, encodeURIComponent);
}
