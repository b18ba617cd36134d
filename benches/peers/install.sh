#!/usr/bin/env bash
# Installs what dateline is measured against, from packages, into one folder, and prints the versions:
#
#   benches/peers/install.sh [FOLDER]        # target/peers of the repository if none is named
#
# csvlens comes from crates.io; VisiData, DuckDB and the terminal emulator of the meter (pyte) come from PyPI, into a
# virtual environment. lnav is in no registry of that kind: it comes from the system's packages, which need root.
# What is there already stays; delete the folder to begin anew.
set -euo pipefail

CSVLENS=0.15.1
VISIDATA=3.4
DUCKDB=${DUCKDB-}       # empty: the newest; `DUCKDB=1.4.2 install.sh` takes another one
PYTE=0.8.2

folder=${1:-$(dirname "$0")/../../target/peers}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

if [ ! -x "$folder/bin/csvlens" ]; then
    nice -n 10 cargo install --locked --quiet --version "$CSVLENS" --root "$folder" csvlens
fi

if [ ! -x "$folder/venv/bin/python" ]; then
    python3 -m venv "$folder/venv"
fi
nice -n 10 "$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    "visidata==$VISIDATA" "duckdb${DUCKDB:+==$DUCKDB}" "pyte==$PYTE"

if ! command -v lnav > /dev/null; then
    if command -v apt-get > /dev/null && [ "$(id -u)" = 0 ]; then
        DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends lnav > /dev/null ||
            echo "lnav could not be installed; try 'apt-get update' first" >&2
    else
        echo "lnav is missing: install it as root, for example with 'apt-get install lnav'" >&2
    fi
fi

"$folder/bin/csvlens" --version
"$folder/venv/bin/vd" --version
"$folder/venv/bin/python" -c 'import duckdb; print("duckdb", duckdb.__version__)'
"$folder/venv/bin/python" -c 'from importlib.metadata import version; print("pyte", version("pyte"))'
if command -v lnav > /dev/null; then lnav -V; fi
