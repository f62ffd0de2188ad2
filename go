#!/bin/sh
# ./go TASK: set this machine up once, then run the task (./go build, ./go test, ./go --list).
set -eu
here=$PWD
case $0 in */*) called=$0 ;; *) called=./$0 ;; esac
cd "$(dirname "$0")"

log=.cache/set-up.log # what other programs say while they install; shown when one of them fails

# The newest Python, of 3.11 to 3.14, that can make environments; empty when there is none. For a newer one not every
# package that is locked has a wheel.
find_python() {
    for python in python3.14 python3.13 python3.12 python3.11 python3; do
        if command -v "$python" >/dev/null 2>&1 &&
            "$python" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
}

# Run what says much, into the log; when it fails, show the end of what it has said.
quietly() {
    mkdir -p .cache
    if ! "$@" >>"$log" 2>&1; then
        tail -n 15 "$log" >&2
        echo "./go: that failed: $* (all of it in $PWD/$log)" >&2
        exit 1
    fi
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Debian packages, those of them that are missing.
apt_install() {
    missing=""
    for package in "$@"; do
        dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
    done
    if [ -n "$missing" ]; then
        echo "installing:$missing (what apt says is in $PWD/$log)" >&2
        quietly as_root apt-get update -qq
        # shellcheck disable=SC2086
        quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
    fi
}

install_system_packages() {
    if command -v apt-get >/dev/null 2>&1; then
        apt_install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libgs-common poppler-utils
        [ -n "$(find_python)" ] || apt_install python3 python3-venv
    elif [ "$(uname)" = Darwin ] && command -v brew >/dev/null 2>&1; then
        for formula in pango poppler ghostscript python@3.13; do
            brew list "$formula" >/dev/null 2>&1 || quietly brew install "$formula"
        done
    elif ! command -v pdftotext >/dev/null 2>&1 || [ -z "$(find_python)" ]; then
        echo "this machine needs: Python 3.11 or newer with venv, Pango 1.50, libharfbuzz-subset, poppler's pdftotext, and Ghostscript's ICC profiles" >&2
        echo "install them, then run ./go again" >&2
        exit 1
    fi
}

set_up() {
    install_system_packages
    python=$(find_python)
    if [ -z "$python" ]; then
        echo "no Python 3.11 or newer with venv on this machine" >&2
        exit 1
    fi
    echo "setting up .venv with $($python --version)" >&2
    rm -rf .venv
    "$python" -m venv .venv
    quietly .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
        -r requirements.lock
    cksum go requirements.lock >.venv/set-up
}

# a Python that the system has replaced since leaves a .venv without one
if ! cksum go requirements.lock 2>/dev/null | cmp -s - .venv/set-up || ! [ -x .venv/bin/python ]; then
    set_up
fi
case " $* " in
*" validate "*"--install "* | *" epub "*"--install "*) # the validators run on Java and come with Maven; nothing else wants them
    if command -v apt-get >/dev/null 2>&1; then
        command -v java >/dev/null 2>&1 || apt_install default-jre-headless
        command -v mvn >/dev/null 2>&1 || apt_install maven
    fi
    ;;
esac
top=$PWD
cd "$here" # paths are given, and told, from where one stands
# Ctrl-C ends it quietly until a task hears it itself; so Python's packages (-S) are looked for when that is settled.
# Nothing is taken for a package (-P) that lies where one stands.
exec "$top/.venv/bin/python" -S -P -c '
import os, signal, sys
if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))
import site
site.main()
sys.path.insert(0, sys.argv.pop(1))
from bench.tasks import main
main(sys.argv.pop(1))
' "$top" "$called" "$@"
