// The Accept header; its lines are one list, without those that are no text.
function accepted(header) {
  const lines = header ? header.multiValue || [header] : [];
  return lines.map((line) => line.value).filter((line) => /^[\t -~]*$/.test(line)).join(',');
}

// The best format that the viewer accepts; none where that is the original's own.
function bestFormat(accept, key, sides) {
  const named = own(NAMED, extension(key)) || [0, AUTO];
  const longest = Math.max(sides.width || 0, sides.height || 0);
  const isSmall = longest ? longest <= AVIF_MOST : named[0] == 'avif';
  let best = 0;
  let most = 0;
  AUTO.forEach((format) => {
    const fits = named[1].includes(format) && (format != 'avif' || isSmall);
    const liked = fits ? liking(accept, format) : 0;
    if (liked > most) {
      best = format;
      most = liked;
    }
  });
  return best != named[0] && best;
}

// How much a viewer likes a format, 0 to 1000: the more exactly a range names it, the more its weight counts.
function liking(accept, format) {
  let most = 0;
  const isOld = !/avif|webp/.test(format);
  accept.split(',').forEach((range) => {
    const type = lower(range.split(';')[0].trim());
    const exactness = type == 'image/' + format ? 3 : isOld && ['*/*', 'image/*'].indexOf(type) + 1;
    if (!exactness) return;
    const weight = (/;\s*q=([^;]*)/i.exec(range) || [1, '1'])[1].trimEnd();
    const liked = /^(1(\.0{0,3})?|0(\.\d{0,3})?)$/.test(weight) ? Math.round(weight * 1000) : 0;
    most = Math.max(most, exactness * 2000 + liked);
  });
  return most % 2000;
}
