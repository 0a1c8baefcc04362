"""How long the page takes, beside what it cannot be faster than, in the same run: `make bench`."""
