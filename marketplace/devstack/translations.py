"""Compile the translations, without gettext's tools."""

from pathlib import Path

import polib

from marketplace.devstack.places import ROOT


def compile_translations(root: Path = ROOT) -> int:
    """Write the .mo beside each .po that is newer; return how many were written."""
    written = 0
    for po in sorted(root.glob("*/locale/*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            working_copy = mo.with_suffix(".mo.new")
            polib.pofile(str(po)).save_as_mofile(str(working_copy))
            working_copy.replace(mo)
            written += 1
    return written


if __name__ == "__main__":
    compile_translations()
