"""The command `export`: one file of a release in a format of other tools."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.export.formats import DAYS, FORMATS, Choice
from pipeline.runner.atomic import atomic_path

if TYPE_CHECKING:
    from pipeline.cli import Options

LOG = logging.getLogger(__name__)


def export_command(options: Options) -> None:
    """Write the release of a folder to --output in the format options.format; same release, same bytes.

    UsageError where the folder holds none, the output's ending is another format's, or a flag is not for this format.
    """
    (folder,) = map(Path, options.inputs)
    chosen = FORMATS[options.format or ""]
    if options.output.suffix != chosen.ending:
        raise UsageError(f"--output {options.output}: the name of a {options.format} file must end in {chosen.ending}")
    if not chosen.is_csv and (options.hxl or options.date_style):
        csv = ", ".join(name for name, known in FORMATS.items() if known.is_csv)
        raise UsageError(f"--hxl and --dates are for the formats {csv}, not for {options.format}")
    choice = Choice(hxl=options.hxl, days=DAYS[options.date_style or "iso"])
    with atomic_path(options.output) as part:
        chosen.write(folder, part, choice)
    LOG.info("%s: %s", options.output, chosen.what)
