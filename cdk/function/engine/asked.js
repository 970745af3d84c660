// What was typed for each option, in a query or in a path.

function pairsOf(query) {
  return query.split('&').filter((pair) => pair);
}

function nameOf(pair) {
  return decodedQuery(pair.split('=')[0]);
}

// The option that has this name or alias.
function known(name) {
  return own(OPTIONS, name) ? name : own(ALIASES, name);
}

// The word that is written for one of `jpeg webp jpg=jpeg`.
function spelled(words, text) {
  const found = words.split(' ').map((one) => one.split('=')).find((one) => one[0] == text);
  return found && found.pop();
}

// What a table has under a name that a stranger chose, which may be one that every object has.
function own(table, name) {
  return Object.hasOwnProperty.call(table, name) ? table[name] : undefined;
}

// What is typed, by option. The last of repeats wins, and an empty value is as good as none.
function askedByQuery(query) {
  const asked = {};
  pairsOf(query).forEach((pair) => {
    const name = known(nameOf(pair));
    if (name && OPTIONS[name][0] < 3) {
      const is = pair.indexOf('=');
      const value = is < 0 ? (OPTIONS[name][1] == flag ? '1' : '') : decodedQuery(pair.slice(is + 1));
      delete asked[name];
      if (value) asked[name] = value;
    }
  });
  return asked;
}

function shapeOf(path) {
  const shape = /^(?:default|(\d+)w|(\d+)h(?:(\d+)w)?)((?:,[^,.\/][^,\/]*)*)\/([^\/]*)\/([\s\S]*)$/.exec(path);
  return shape && word(shape[5], OPTIONS.style) ? shape : undefined;
}

// The same as a query would have asked it.
function askedByPath(shape) {
  const asked = { style: shape[5], width: shape[1] || shape[3], height: shape[2] };
  shape[4].split(',').slice(1).forEach((option) => {
    const dot = (option + '.').indexOf('.');
    const name = known(option.slice(0, dot));
    if (!name || OPTIONS[name][0] % 2 == 0) {
      refuse('an option of paths such as `fit.cover`', shown(option.slice(0, dot)));
    }
    const value = option[dot] ? option.slice(dot + 1) : OPTIONS[name][1] == flag ? '1' : '';
    if (!value) refuseValue(name, value);
    if (name + value == 'formatauto') refuse('a real `format` in a path', '`auto`');
    if (asked[name]) refuse('`' + name + '` once', 'it twice');
    asked[name] = value;
  });
  return asked;
}
