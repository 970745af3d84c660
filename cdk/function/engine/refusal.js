// Why a request goes no further, in words that a log may have.

function refuse(expected, found, status) {
  throw { status: status || 400, detail: 'expected ' + expected + ', found ' + found };
}

function refuseValue(name, text) {
  //[ phrases
  const row = OPTIONS[name];
  const isWhole = row[1] == whole;
  let phrase = row[3] || '`1`, `true`, `0`, `false` or nothing';
  if (isWhole || row[1] == decimal) {
    phrase = (isWhole ? 'a whole number ' : 'a number ') + (row[5] ? 'from ' + row[4] + ' to ' + row[5] : 'of at least 1');
  }
  if (row[1] == word || row[1] == focus) {
    phrase = '`' + phrase.replace(/ \S+=.*/, '').split(' ').join('`, `').replace(/, (\S+)$/, ' or $1') + '`';
  }
  if (row[1] == focus) phrase += ', or a point such as `0.5_0.3`';
  //]
  //[ brief
  const phrase = 'another value';
  //]
  refuse(phrase + ' for `' + name + '`', shown(text));
}

// What a stranger sent, fit for logs and terminals.
function shown(text) {
  const cut = text.slice(0, 60) + (text.length > 60 ? '…' : '');
  const code = (letter) => '\\u{' + letter.charCodeAt(0).toString(16) + '}';
  return text ? '`' + cut.replace(/[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, code) + '`' : 'nothing';
}
