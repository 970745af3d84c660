// Width and height as they are made, and what matters beside them.
function sidesOf(wish, widest) {
  const times = (side) => Math.min(Math.ceil(side * Math.round((wish.dpr || 1) * 100) / 100), LARGEST);
  const most = widest || LARGEST;
  const fit = wish.width && wish.height && wish.fit;
  let width = wish.width && times(wish.width);
  let height = wish.height && times(wish.height);
  const exact = (width || '') + 'x' + (height || '') + (fit || '');
  if ((widest && !(width <= widest)) || !EXACT_SIDES.test(exact)) {
    if (fit && fit != 'outside') {
      const box = shaped(+wish.width, +wish.height, times, most);
      width = box[0];
      height = box[1];
    } else {
      // What must cover a box grows with its height as well.
      height = height && up(fit && width > most ? scaled(wish.height, most, +wish.width) : height);
      width = width ? Math.min(up(width), most) : widest;
    }
  }
  const enlarge = (wish.width || wish.height) && wish.enlarge;
  return { width: width, height: height, fit: fit, focus: fit == 'cover' && wish.focus, enlarge: enlarge };
}

// The next side that is made; beyond the last it is the last.
function up(side) {
  return RUNGS.find((rung) => rung >= side) || Math.min(side, LONGEST);
}

// The last rung that fits.
function widestFor(fits, wide) {
  return RUNGS.filter(fits).pop() || RUNGS[0] || Math.min(wide, LONGEST);
}

function scaled(side, to, by) {
  return Math.max(Math.floor((2 * side * to + by) / (2 * by)), 1);
}

// The longer side as long as it may be, and the shorter in the nearest ratio.
function shaped(width, height, times, most) {
  const long = Math.max(width, height);
  const ratio = nearest(long, Math.min(width, height));
  const sized = (side) => {
    const short = scaled(side, ratio[1], ratio[0]);
    return width < height ? [short, side] : [side, short];
  };
  const box = sized(up(times(long)));
  if (box[0] <= most) return box;
  //[ any
  return [most, scaled(box[1], most, box[0])];
  //]
  //[ ladder
  return sized(widestFor((rung) => sized(rung)[0] <= most));
  //]
}

// What has been rounded to a ratio once stays with it.
function nearest(long, short) {
  const made = RATIOS.find((ratio) => up(long) == long && scaled(long, ratio[1], ratio[0]) == short);
  const off = (ratio) => Math.max(long / short / (ratio[0] / ratio[1]), ratio[0] / ratio[1] / (long / short));
  const nearer = (one, other) => (off(other) < off(one) ? other : one);
  return made || (RATIOS[0] ? RATIOS.reduce(nearer) : [long, short]);
}

function qualityOf(asked) {
  //[ exactQualities
  if (EXACT_QUALITIES.includes(asked)) return asked;
  //]
  const steps = (number) => Math.floor(number / QUALITY_STEP) * QUALITY_STEP;
  return Math.max(QUALITY_STEP, Math.min(steps(100), steps(asked + Math.floor(QUALITY_STEP / 2))));
}
