"""The house keeps its shape: sizes, doors and directions, checked on the source itself."""
