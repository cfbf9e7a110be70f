"""One file per wish of the user: gather what is needed, ask core, apply the answer. ``ports.py`` says what is needed."""
