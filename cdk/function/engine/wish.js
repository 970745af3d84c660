// What was typed, understood. Every value is read, also those that turn out not to matter.
function wished(asked) {
  const wish = {};
  for (const name in OPTIONS) {
    const row = OPTIONS[name];
    if (row[1] && asked[name]) {
      const value = row[1](asked[name], row);
      if (value == null) refuseValue(name, asked[name]);
      if (value !== row[2]) wish[name] = value;
    }
  }
  return wish;
}

function wishedByQuery(asked) {
  const preset = asked.preset;
  if (!preset) return wished(asked);
  if (!own(PRESETS, preset)) refuseValue('preset', preset);
  const wish = wished(Object.assign(askedByQuery(PRESETS[preset]), asked));
  //[ presetFormats
  // A preset is in no path, but here its own format is, for where nothing better is accepted.
  wish.preset = own(PRESET_FORMATS, preset);
  //]
  return wish;
}

// What is made of a wish: what stands in its path, by option.
function settled(wish, key, accept) {
  const wide = DEVICES[wish.device];
  const sides = sidesOf(wish, wide && widestFor((rung) => rung <= wide, wide));
  const made = Object.assign({}, wish, sides);
  if (wish.quality) made.quality = qualityOf(+wish.quality);
  if (wish.format == 'auto') made.format = bestFormat(accept, key, sides) || wish.preset;
  if ('from' in wish) {
    made.from = own(SOURCES, wish.from);
    if (!made.from) refuseValue('from', wish.from);
  }
  const turned = (+(wish.rotate || 0) + (wish.flip ? 2 : 0)) % 4;
  // A flip is a half turn and a flop, and a mirrored turn is written with 0 or 90 degrees.
  const mirrored = !wish.flip != !wish.flop;
  made.rotate = (mirrored ? turned % 2 : turned) * 90;
  made.flip = mirrored && turned > 1;
  made.flop = mirrored && turned < 2;
  const variant = {};
  Object.keys(made).forEach((name) => {
    // Facts are those of the original, whatever else is asked.
    const matters = made.format != 'json' || /^f(or|ro)/.test(name);
    if (made[name] && matters && OPTIONS[name][0] != 2) variant[name] = made[name];
  });
  return variant;
}
