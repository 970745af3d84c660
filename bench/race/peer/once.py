"""A script as one would write it: python once.py INPUT OUTPUT WIDTH"""

import sys

from PIL import Image, ImageOps

ORIENTATION = 0x0112

source, target, width = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Image.open(source) as picture:
    # Five to eight lie on their side.
    lies = picture.getexif().get(ORIENTATION, 1) >= 5
    across, down = reversed(picture.size) if lies else picture.size
    height = max(1, round(down * width / across))
    # The decoder leaves out what the size has no use for.
    picture.draft(picture.mode, (height, width) if lies else (width, height))
    small = ImageOps.exif_transpose(picture).resize((width, height), Image.Resampling.LANCZOS)
    small.save(target, quality=80, optimize=True)
